using MailDispatcher.Consumer.JournalAccess;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// Keeps wrong tokens in the journal, beside what people did, whichever instance they were shown to: one event a minute
/// at most, so that whoever tries many fills the log and not the journal.
/// </summary>
internal sealed class RefusedSignIns(
    SignInThrottle guard,
    IJournalBroker journal,
    DaemonSettings settings,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var told = 0L;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var failures = guard.Failures;
            // Else they are told in the next minute.
            if (failures != told && await TryTellAsync(failures - told, stoppingToken))
                told = failures;
        }
    }

    private Task<bool> TryTellAsync(long count, CancellationToken cancellationToken) =>
        journal.TryAppendAsync(
            settings.Topology.Journal,
            new JournalEvent.Operated
            {
                At = time.GetUtcNow(),
                By = "nobody known",
                Action = OperatorActionWords.OfWrongTokens(count),
            },
            cancellationToken
        );
}
