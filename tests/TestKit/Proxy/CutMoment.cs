namespace MailDispatcher.TestKit.Proxy;

/// <summary>When a <see cref="TcpProxy"/> cuts a connection on which an awaited text was seen.</summary>
public enum CutMoment
{
    /// <summary>The end of the text never reaches the other side.</summary>
    Before,

    /// <summary>The other side gets it, and its answer never comes back.</summary>
    After,
}
