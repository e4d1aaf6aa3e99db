using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Core.Journal;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops.Risks;

/// <summary>
/// Notes in the journal which waiting mails will likely miss their deadlines, by the forecast that the page shows, and
/// which of them are on time again; from there their apps are told. Only what changes is noted, so that each warning is
/// told once, whoever leads: the journal is the memory. If it dies midway, the next look notes what is missing.
/// </summary>
internal sealed partial class AtRiskReporter(
    DispatcherStatus status,
    ForecastCache forecasts,
    TimeProvider time,
    ILogger<AtRiskReporter> logger
) : BackgroundService
{
    // Longer than the broker may take to store an event.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Real time, as the forecast is kept for: a look costs one.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (status.Loop is { View: { Waiting.Count: > 0 } view } loop && forecasts.Current() is { } forecast)
                    await NoteAsync(loop, Changes(view, forecast, time.GetUtcNow()), stoppingToken);
            }
            catch (TimeoutException e)
            {
                Log.NotNoted(logger, e.Message);
            }
        }
    }

    /// <summary>Where the forecast and the journal's last word differ.</summary>
    internal static List<JournalEvent.AtRisk> Changes(DispatchView view, ForecastByMail forecast, DateTimeOffset now)
    {
        var changes = new List<JournalEvent.AtRisk>();
        foreach (var row in view.Waiting)
        {
            // What is with the provider, or came since, has no forecast.
            if (row.IsCancel || row.IsInFlight || forecast.Misses(row.Id) is not { } misses || misses == row.IsAtRisk)
                continue;
            changes.Add(
                new JournalEvent.AtRisk
                {
                    At = now,
                    Mail = row.Id,
                    IsOver = !misses,
                    Reason = misses ? forecast.Why(row.Id) : null,
                    Expected = misses ? null : forecast.SendAt(row.Id),
                }
            );
        }

        return changes;
    }

    private async Task NoteAsync(
        DispatchLoop loop,
        List<JournalEvent.AtRisk> changes,
        CancellationToken cancellationToken
    )
    {
        if (changes.Count == 0)
            return;
        // What was attempted or settled since is no longer at risk, whatever the forecast said.
        var noted = await loop.RecordAsync(projection =>
                changes.FindAll(change =>
                    projection.Find(change.Mail) is { Settled: null, IsInFlight: false } mail
                    && mail.IsAtRisk == change.IsOver
                )
            )
            .WaitAsync(Patience, cancellationToken);
        if (noted > 0)
            Log.Noted(logger, changes.Count(change => !change.IsOver), changes.Count(change => change.IsOver));
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Forecast: {AtRisk} more mails will likely miss their deadlines, {Over} are on time again."
        )]
        public static partial void Noted(ILogger logger, int atRisk, int over);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Which mails are at risk could not be written down: {Reason}. It is tried again."
        )]
        public static partial void NotNoted(ILogger logger, string reason);
    }
}
