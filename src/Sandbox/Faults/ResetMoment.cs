namespace MailDispatcher.Sandbox.Faults;

/// <summary>When a connection is reset.</summary>
public enum ResetMoment
{
    /// <summary>The call is not served: nothing was taken.</summary>
    Before,

    /// <summary>The call is served, and its caller never learns so.</summary>
    After,
}
