namespace MailDispatcher.Core.Provider;

/// <summary>What the provider's event log says of one mail. Closed.</summary>
public abstract record EventLogAnswer
{
    private EventLogAnswer() { }

    /// <summary>The mail had been accepted.</summary>
    public sealed record Found(string? MessageId) : EventLogAnswer;

    /// <summary>No event bears its tag. Soon after an attempt this proves nothing: the log lags behind.</summary>
    public sealed record NotFound : EventLogAnswer;

    /// <summary>The log could not be asked.</summary>
    public sealed record Unknown(string Reason) : EventLogAnswer
    {
        /// <summary>The provider answered, and refused to tell (HTTP 400 to 499).</summary>
        public bool IsRefusal { get; init; }
    }
}
