namespace MailDispatcher.Core.Journal;

/// <summary>What a mended request says otherwise than the parked one.</summary>
/// <param name="Fields">Names of the fields that were changed, never values.</param>
/// <param name="Content">As of <see cref="JournalEvent.Requested"/>.</param>
public sealed record Mending(IReadOnlyList<string> Fields, DateTimeOffset Deadline, int Template, long Content);
