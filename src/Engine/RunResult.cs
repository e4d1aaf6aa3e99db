using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine;

/// <summary>How a run ended.</summary>
/// <param name="Reason">In words.</param>
/// <param name="GoOnAt">When the rest of the run may go on; null when nothing of it is left.</param>
internal sealed record RunResult(RunEnding Ending, string Reason, DateTimeOffset? GoOnAt = null);
