namespace MailDispatcher.InMemory;

/// <summary>How an append goes wrong.</summary>
internal enum AppendFault
{
    None,

    /// <summary>The connection ends before it is stored.</summary>
    NotStored,

    /// <summary>It is stored, and the connection ends before the confirm.</summary>
    StoredUnconfirmed,
}
