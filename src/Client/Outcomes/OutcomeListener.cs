using MailDispatcher.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Client.Outcomes;

/// <summary>
/// Hands the outcomes that wait in the app's queue (<c>mail-outcomes.APP</c>) to the handlers, one after the other, and
/// acknowledges each after they are done. Reconnects for as long as the app runs. Whatever dies, an outcome that was
/// not acknowledged comes again.
/// </summary>
internal sealed partial class OutcomeListener(
    Func<MailPublisherOptions> configured,
    IServiceScopeFactory scopes,
    ILogger<OutcomeListener> logger
) : BackgroundService
{
    private const ushort Ahead = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = configured();
        var brokers = new BrokerRotation(options);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var connection = await brokers.OpenAsync($"{options.App} mail outcomes", stoppingToken);
                try
                {
                    await ListenAsync(connection, options, stoppingToken);
                }
                finally
                {
                    await BrokerConnector.CloseAsync(connection);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // The client gives up on a silent broker with a cancellation that nobody asked for; let out, it would end
            // the app.
            catch (Exception e)
                when (e
                        is BrokerUnavailableException
                            or OperationInterruptedException
                            or IOException
                            or TimeoutException
                            or ObjectDisposedException
                            or OperationCanceledException
                )
            {
                Log.Interrupted(logger, e.Message);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(IConnection connection, MailPublisherOptions options, CancellationToken stopping)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        var queue = $"{MailOutcome.Exchange}.{options.App}";
        if (options.CreateQueues)
        {
            await channel.ExchangeDeclareAsync(
                MailOutcome.Exchange,
                ExchangeType.Topic,
                durable: true,
                cancellationToken: stopping
            );
            await channel.QueueDeclareAsync(
                queue,
                durable: true,
                exclusive: false,
                autoDelete: false,
                cancellationToken: stopping
            );
            await channel.QueueBindAsync(queue, MailOutcome.Exchange, $"{options.App}.#", cancellationToken: stopping);
        }

        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) => Task.FromResult(closed.TrySetResult());
        await channel.BasicQosAsync(0, Ahead, global: false, stopping);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => TakeAsync(channel, delivery, stopping);
        // The broker deleted the queue, or moved it: the next connection finds out.
        consumer.UnregisteredAsync += (_, _) => Task.FromResult(closed.TrySetResult());
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stopping);
        await closed.Task.WaitAsync(stopping);
    }

    private async Task TakeAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken stopping)
    {
        try
        {
            if (MailOutcomeCodec.Decode(delivery.Body.Span) is { } outcome)
                await HandleAsync(outcome, stopping);
            else
                Log.NotKnown(logger);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, CancellationToken.None);
        }
        catch (Exception e)
            when (e is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException)
        {
            // The channel is gone, and what was not acknowledged is back in its queue.
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The app stops; it comes again at its next start.
        }
    }

    private async Task HandleAsync(MailOutcome outcome, CancellationToken stopping)
    {
        for (var pause = Pause; ; pause = pause < TimeSpan.FromSeconds(30) ? pause * 2 : pause)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                foreach (var handler in scope.ServiceProvider.GetServices<IMailOutcomeHandler>())
                    await handler.HandleAsync(outcome, stopping);
                ClientTelemetry.Handled(MailOutcomeNames.Of(outcome.Kind));
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Log.HandlerFailed(logger, e, outcome.Mail);
                await Task.Delay(pause, stopping);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No outcomes of mails are heard for now: {Reason}")]
        public static partial void Interrupted(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "A handler failed with an outcome of mail {MailId}; it is tried again.")]
        public static partial void HandlerFailed(ILogger logger, Exception exception, Guid mailId);

        [LoggerMessage(3, LogLevel.Warning, "An outcome of a kind that is not known here was passed over.")]
        public static partial void NotKnown(ILogger logger);
    }
}
