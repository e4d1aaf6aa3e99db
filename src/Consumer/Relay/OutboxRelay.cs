using MailDispatcher.Client;
using MailDispatcher.Client.Outbox;
using MailDispatcher.Consumer.Settings;
using Npgsql;

namespace MailDispatcher.Consumer.Relay;

/// <summary>
/// Publishes an app's outbox for as long as it runs: as soon as PostgreSQL notifies, else at each poll. Several may
/// share one outbox. It owns nothing: should it die between the broker's confirm and the end of the transaction, the
/// rows are published again under the same ids, which are sent once. A mail whose deadline has passed is published all
/// the same: the dispatcher sends it to nobody and tells its app, in the one place where outcomes are told.
/// </summary>
internal sealed partial class OutboxRelay(
    RelaySettings settings,
    OutboxPublishing publishing,
    RelayMetrics metrics,
    TimeProvider time,
    ILogger<OutboxRelay> logger
) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>What is on its way to the broker when it is told to stop may still arrive.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly OutboxTable _table = new(settings.Table);
    private volatile string? _problem = "not yet connected";

    /// <summary>Why nothing is published; null while all is well.</summary>
    public string? Problem => _problem;

    /// <summary>Publishes what stands there now, and no more.</summary>
    /// <exception cref="NpgsqlException">The database can't be used.</exception>
    /// <exception cref="NotConfirmedException">The broker did not confirm all; what it did is deleted.</exception>
    /// <exception cref="BrokerUnavailableException">The broker refuses the account.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing or declared otherwise.</exception>
    public async Task RunOnceAsync(CancellationToken stopping)
    {
        await using var connection = await OutboxTable.OpenAsync(settings.Postgres!, stopping);
        await EmptyAsync(connection, stopping);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await OutboxTable.OpenAsync(settings.Postgres!, stoppingToken);
                var notified = false;
                connection.Notification += (_, _) => notified = true;
                while (!stoppingToken.IsCancellationRequested)
                {
                    await EmptyAsync(connection, stoppingToken);
                    if (_problem is not null)
                        Log.Works(logger);
                    (_problem, pause) = (null, ShortestPause);
                    // What was notified while the rows were read is read at once.
                    if (!notified)
                        await connection.WaitAsync(settings.Poll, stoppingToken);
                    notified = false;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            // A connection that broke in the middle says so as an operation that makes no sense now.
            catch (Exception e) when (RelayWords.IsKnown(e) || e is InvalidOperationException)
            {
                _problem = RelayWords.Of(e, settings.Table);
                Log.PutOff(logger, pause.TotalSeconds, _problem);
            }

            await Task.Delay(pause, TimeProvider.System, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        Log.Stopped(logger);
    }

    private async Task EmptyAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        bool more;
        do
        {
            await MeasureAsync(connection, stopping);
            more = await RelayAsync(connection, stopping);
        } while (more && !stopping.IsCancellationRequested);
        await MeasureAsync(connection, stopping);
    }

    private async Task MeasureAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        var (waiting, oldest, problems) = await _table.StandingAsync(connection, stopping);
        metrics.Stands(waiting, oldest, problems, time.GetUtcNow());
    }

    /// <returns>True when there may be more at once.</returns>
    private async Task<bool> RelayAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        using var ending = new CancellationTokenSource();
        await using var late = stopping.Register(() => ending.CancelAfter(Grace));
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var rows = await _table.TakeAsync(connection, stopping);
        if (rows.Count == 0)
            return false;
        var elsewhere = await _table.ElsewhereAsync(connection, rows, stopping);
        var result = await publishing.PublishAsync(rows, elsewhere, ending.Token);
        await _table.SettleAsync(connection, result);
        await transaction.CommitAsync(CancellationToken.None);
        metrics.Relayed(result.Published, result.Kept.Count);
        foreach (var (number, problem) in result.Kept)
            Log.Kept(logger, number, problem);
        return result.Failure is null ? result.Done.Count + result.Kept.Count > 0 : throw result.Failure;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The mail outbox is published as it is written.")]
        public static partial void Works(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "The mail outbox waits; it is tried again in {Seconds} s: {Reason}")]
        public static partial void PutOff(ILogger logger, double seconds, string reason);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "Row {Number} of the mail outbox can't be published and stays there: {Problem}."
        )]
        public static partial void Kept(ILogger logger, long number, string problem);

        [LoggerMessage(4, LogLevel.Information, "The relay has stopped; what waits is in the outbox.")]
        public static partial void Stopped(ILogger logger);
    }
}
