using System.Diagnostics;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>
/// Compares what the journal knows to wait with what is in hand and in the queues for later days. A mail that is in
/// neither was taken out by somebody else: a queue was purged or deleted. It says so, because nothing that waits can be
/// sent then.
/// </summary>
internal sealed partial class Reconciliation(LoopState state, LaterMails later, ILogger logger)
{
    private const int MostNamed = 20;

    // Real time: it is the broker that may still be pushing, and our own work that is spared.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private long _wholeSince;
    private long _comparedAt;

    /// <summary>Mails that the journal knows to wait and no queue holds; null while it was not compared.</summary>
    public IReadOnlySet<Guid>? Missing { get; private set; }

    /// <param name="isWhole">Everything that is in the pending queue is in hand.</param>
    public void Compare(bool isWhole)
    {
        if (!isWhole)
        {
            _wholeSince = 0;
            return;
        }

        if (_wholeSince == 0)
            _wholeSince = Stopwatch.GetTimestamp();
        if (
            Stopwatch.GetElapsedTime(_wholeSince) < Settling
            || (_comparedAt != 0 && Stopwatch.GetElapsedTime(_comparedAt) < Every)
        )
            return;
        _comparedAt = Stopwatch.GetTimestamp();
        CompareNow();
    }

    /// <summary>Compares without waiting.</summary>
    internal void CompareNow()
    {
        var missing = state
            .Projection.Mails.Where(m =>
                m is { Settled: null, ArrivalIsKnown: true } && state.Mails.Find(m.Id) is null && !later.Has(m.Id)
            )
            .ToList();
        var now = state.Now;
        // One that may have been sent is cleared up with the provider, message or not.
        var expired = missing.FindAll(m => m.Deadline <= now && !m.IsInFlight);
        expired.ForEach(m => Expire(m, now));
        missing.RemoveAll(expired.Contains);
        if (missing.Count > (Missing?.Count ?? 0))
            Log.Missing(logger, missing.Count, string.Join(", ", missing.Take(MostNamed).Select(m => m.Id)));
        Missing = missing.Select(m => m.Id).ToHashSet();
    }

    // Whoever has its message, it can no longer be sent: its app is told, and it counts as missed.
    private void Expire(MailState mail, DateTimeOffset now)
    {
        Log.Expired(logger, mail.Id, mail.Deadline);
        state.Turn.Record(
            new JournalEvent.Expired
            {
                At = now,
                Mail = mail.Id,
                Deadline = mail.Deadline,
                Template = mail.Template,
            }
        );
        state.Metrics.Settled(Settlement.Expired, UrgencyClass.Urgent);
        state.Metrics.DeadlineMissed(mail.Arrived, mail.Deadline);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Mail {MailId}, which is in no queue, expired unsent: its deadline was {Deadline:u}."
        )]
        public static partial void Expired(ILogger logger, Guid mailId, DateTimeOffset deadline);

        [LoggerMessage(
            1,
            LogLevel.Error,
            "{Count} mails that the journal knows to wait are in no queue: was one purged or deleted? {MailIds}"
        )]
        public static partial void Missing(ILogger logger, int count, string mailIds);
    }
}
