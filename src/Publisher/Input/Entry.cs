using MailDispatcher.Contracts;

namespace MailDispatcher.Publisher.Input;

/// <summary>One thing to publish, or the reason why it can't be.</summary>
internal abstract record Entry
{
    private Entry() { }

    public sealed record Request(MailRequest Mail) : Entry;

    /// <summary>A recorded message: published as it stands.</summary>
    public sealed record Recorded(byte Priority, byte[] Body) : Entry;

    /// <param name="Line">Its number in the input, from 1.</param>
    /// <param name="Reason">Names the field and the rule, never a value of the mail.</param>
    public sealed record Refused(int Line, string Reason) : Entry;
}
