using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>
/// Publishes the outbox for as long as the app runs; a broker or a database that is away is waited for.
/// </summary>
internal sealed partial class OutboxRelay<TContext>(
    IServiceScopeFactory scopes,
    IOptions<OutboxSettings> settings,
    ILogger<OutboxRelay<TContext>> logger
) : BackgroundService
    where TContext : DbContext
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var usual = TimeSpan.FromMilliseconds(settings.Value.PauseMilliseconds);
        var pause = usual;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<OutboxBatch<TContext>>().RelayAsync(stoppingToken))
                    continue;
                pause = usual;
            }
            catch (Exception e)
                when (!stoppingToken.IsCancellationRequested
                    && e
                        is NotConfirmedException
                            or BrokerUnavailableException
                            or QueueUnusableException
                            or DbException
                            or DbUpdateException
                            or InvalidOperationException
                            or TimeoutException
                )
            {
                Log.PutOff(logger, pause, e.Message);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The mail outbox waits; it is tried again in {Pause}: {Reason}")]
        public static partial void PutOff(ILogger logger, TimeSpan pause, string reason);
    }
}
