using System.Diagnostics;

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
    public int? Missing { get; private set; }

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
        if (missing.Count > (Missing ?? 0))
            Log.Missing(logger, missing.Count, string.Join(", ", missing.Take(MostNamed).Select(m => m.Id)));
        Missing = missing.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "{Count} mails that the journal knows to wait are in no queue: was one purged or deleted? {MailIds}"
        )]
        public static partial void Missing(ILogger logger, int count, string mailIds);
    }
}
