using System.Globalization;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace MailDispatcher.MailManager.Http;

/// <summary>
/// Repeats what may be repeated, ends a call in time with all its repetitions, and leaves a provider alone that keeps
/// failing: then a call is answered here, as not sent and with the reason of the last failure. A restart closes the
/// breaker, which costs a few failing calls.
/// </summary>
internal sealed partial class CallResilience
{
    /// <summary>
    /// The breaker opens when at least half of at least this many calls within <see cref="Sampling"/> failed.
    /// </summary>
    public const int FailuresToOpen = 5;

    /// <summary>Five time-outs of the default length fit into it twice over.</summary>
    public static readonly TimeSpan Sampling = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private const int Retries = 2;

    private readonly ResiliencePipeline<Exchange> _pipeline;
    private readonly TimeProvider _time;
    private volatile string _lastFailure = "";

    /// <param name="calls">What is guarded, for the log.</param>
    /// <param name="delay">The pause before the first repetition; the second one's is about double.</param>
    public CallResilience(
        string calls,
        TimeSpan timeout,
        TimeSpan delay,
        Func<Exchange, bool> mayRepeat,
        TimeProvider time,
        ILogger logger
    )
    {
        _time = time;
        var repeating = new ResiliencePipelineBuilder<Exchange> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<Exchange>
                {
                    ShouldHandle = args =>
                        ValueTask.FromResult(args.Outcome.Result is { } exchange && mayRepeat(exchange)),
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = delay,
                }
            )
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<Exchange>
                {
                    ShouldHandle = args =>
                        ValueTask.FromResult(args.Outcome.Result is { } exchange && NoteFailure(exchange)),
                    FailureRatio = 0.5,
                    MinimumThroughput = FailuresToOpen,
                    SamplingDuration = Sampling,
                    BreakDuration = Break,
                    OnOpened = args =>
                    {
                        Log.Opened(logger, calls, args.BreakDuration.TotalSeconds, _lastFailure);
                        return ValueTask.CompletedTask;
                    },
                    OnClosed = _ =>
                    {
                        Log.Closed(logger, calls);
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();
        // In real time whatever clock the program runs by: no network runs faster.
        _pipeline = new ResiliencePipelineBuilder<Exchange> { TimeProvider = TimeProvider.System }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = timeout })
            .AddPipeline(repeating)
            .Build();
    }

    /// <summary>
    /// What failed: no connection, no answer, or an answer of the provider's machinery; null for an answer of the
    /// provider itself, a refusal included.
    /// </summary>
    public static string? Failure(Exchange exchange) =>
        exchange switch
        {
            Exchange.NotSent notSent => notSent.Reason,
            Exchange.Lost lost => lost.Reason,
            Exchange.Answered { Answer.Status: >= 500 and var status } => status.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Exchange> RunAsync(
        Func<CancellationToken, Task<Exchange>> attempt,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            var until = _time.GetUtcNow() + (e.RetryAfter ?? Break);
            return new Exchange.NotSent(
                $"the provider failed again and again (last: {_lastFailure}); the breaker is open until {until:u}",
                Until: until
            );
        }
        catch (TimeoutRejectedException)
        {
            // Only the pause between two tries ends like this: an attempt tells for itself how far it came.
            return new Exchange.NotSent(_lastFailure);
        }
    }

    private bool NoteFailure(Exchange exchange)
    {
        if (Failure(exchange) is not { } failure)
            return false;
        _lastFailure = failure;
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 10,
            Level = LogLevel.Warning,
            Message = "The provider failed again and again ({Reason}): no {Calls} for {Seconds} s."
        )]
        public static partial void Opened(ILogger logger, string calls, double seconds, string reason);

        [LoggerMessage(
            EventId = 11,
            Level = LogLevel.Information,
            Message = "The provider answers again: {Calls} go on."
        )]
        public static partial void Closed(ILogger logger, string calls);
    }
}
