using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.MailManager;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Asks the provider for the credits and journals the answer. What it can't learn stays unknown. A refused key is found
/// out here before any mail is tried with it, and so is its cure.
/// </summary>
public sealed partial class CreditReader(
    IMailProvider provider, JournalStream journal, Projection memory, DispatcherMetrics metrics, TimeProvider time, CreditDay day,
    ILogger<CreditReader> logger)
{
    // The provider allows 100 readings an hour. With nothing left, a person may just be buying more.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FreshWhenGone = TimeSpan.FromMinutes(2);

    // What an earlier dispatcher read may be long outdated by the time we take over.
    private bool _read;

    /// <summary>The credits left by a fresh reading, less the uncertain attempts; null when the provider does not say.</summary>
    public async Task<CreditsLeft?> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = await provider.ReadCreditsAsync(cancellationToken);
        _read = reading is not CreditsReading.Unknown;
        metrics.CreditsRead(reading switch
        {
            CreditsReading.Unknown { IsAccountFault: true } => "account_fault",
            CreditsReading.Unknown => "unknown",
            _ => "read",
        });
        await JournalFaultAsync(reading as CreditsReading.Unknown);
        switch (reading)
        {
            case CreditsReading.Daily daily:
                await JournalAsync(daily.Remaining, daily: true, Expected());
                return new CreditsLeft.Today(memory.Credits.Left ?? 0);
            case CreditsReading.Balance balance:
                await JournalAsync(balance.Remaining, daily: false, Expected());
                return new CreditsLeft.Balance(memory.Credits.Left ?? 0);
            case CreditsReading.Unlimited:
                await JournalAsync(null, daily: false, null);
                return new CreditsLeft.Unlimited();
            case CreditsReading.Unknown unknown:
                Log.Unknown(logger, unknown.Reason);
                return null;
            default:
                throw new InvalidOperationException("A reading without a case.");
        }
    }

    /// <summary>The last reading counted down, while it is fresh and of today; else a new one.</summary>
    public Task<CreditsLeft?> CurrentAsync(CancellationToken cancellationToken)
    {
        var ledger = memory.Credits;
        var now = time.GetUtcNow();
        var fresh = ledger.Left == 0 ? FreshWhenGone : Fresh;
        if (!_read || ledger.ReadAt is not { } readAt || now - readAt > fresh || day.ResetAfter(readAt) <= now) return ReadAsync(cancellationToken);
        return Task.FromResult<CreditsLeft?>(
            ledger.IsUnlimited ? new CreditsLeft.Unlimited()
            : ledger.Daily ? new CreditsLeft.Today(ledger.Left ?? 0)
            : new CreditsLeft.Balance(ledger.Left ?? 0));
    }

    /// <summary>The provider refused a mail for want of credits: none are left, whatever the last reading said.</summary>
    public Task GoneAsync() => JournalAsync(0, daily: memory.Credits.Daily, Expected());

    private async Task JournalFaultAsync(CreditsReading.Unknown? unknown)
    {
        if (unknown is { IsAccountFault: true } refused && !memory.FaultIsOnReading)
            await journal.AppendAsync(new JournalEvent.ProviderFault { At = time.GetUtcNow(), Open = true, Reason = refused.Reason, OnReading = true });
        else if (unknown is null && memory.FaultIsOnReading)
            await journal.AppendAsync(new JournalEvent.ProviderFault { At = time.GetUtcNow(), Open = false, Reason = "the provider takes the key again" });
    }

    // Our count ends with the day whose credits it counts.
    private int? Expected() =>
        memory.Credits.ReadAt is { } readAt && day.ResetAfter(readAt) > time.GetUtcNow() ? memory.Credits.Left : null;

    private async Task JournalAsync(int? remaining, bool daily, int? expected)
    {
        await journal.AppendAsync(new JournalEvent.CreditsRead { At = time.GetUtcNow(), Remaining = remaining, Daily = daily, Expected = expected });
        if (memory.Credits.Drift < 0) Log.Drift(logger, remaining, expected);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The credits left are unknown: {Reason}. Nothing is sent on a guess; the provider is asked again.")]
        public static partial void Unknown(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "The provider counts {Remaining} credits left where {Expected} were expected: somebody else spends from this account.")]
        public static partial void Drift(ILogger logger, int? remaining, int? expected);
    }
}
