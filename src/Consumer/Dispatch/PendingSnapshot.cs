using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What a look into the pending queue left there.</summary>
/// <param name="At">When.</param>
/// <param name="Waiting">The mails within the window's capacity.</param>
/// <param name="Beyond">The deadlines of those beyond it.</param>
public sealed record PendingSnapshot(DateTimeOffset At, IReadOnlyList<PendingMail> Waiting, IReadOnlyList<DateTimeOffset> Beyond)
{
    /// <summary>All of them by their class at that time.</summary>
    public IReadOnlyDictionary<string, int> ByClass { get; } = Classes(At, Waiting.Select(c => c.Deadline).Concat(Beyond));

    public int Count => Waiting.Count + Beyond.Count;

    private static Dictionary<string, int> Classes(DateTimeOffset at, IEnumerable<DateTimeOffset> deadlines)
    {
        var counts = deadlines.CountBy(d => UrgencyClass.Of(d, at)).ToDictionary();
        return UrgencyClass.All.ToDictionary(c => c, c => counts.GetValueOrDefault(c));
    }
}
