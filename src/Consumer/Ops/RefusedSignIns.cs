using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// Keeps wrong tokens in the journal, beside what people did: one event a minute at most, so that whoever tries many
/// fills the log and not the journal. While nothing leads, the log alone tells of them.
/// </summary>
internal sealed class RefusedSignIns(SignInGuard guard, DispatcherStatus status, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    // Longer than the broker may take to store an event.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, TimeProvider.System);
        var told = 0L;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var failures = guard.Failures;
            if (failures == told || status.Phase is not DispatcherPhase.Leading || status.Loop is not { } loop)
                continue;
            JournalEvent[] events =
            [
                new JournalEvent.Operated
                {
                    At = time.GetUtcNow(),
                    By = "nobody known",
                    Action = OperatorActionWords.OfWrongTokens(failures - told),
                },
            ];
            try
            {
                await loop.RecordAsync(events, _ => null).WaitAsync(Patience, stoppingToken);
                told = failures;
            }
            catch (TimeoutException)
            {
                // The broker was lost meanwhile: they are told in the next minute.
            }
        }
    }
}
