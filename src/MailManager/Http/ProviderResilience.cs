using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace MailDispatcher.MailManager.Http;

/// <summary>
/// What may be repeated, and when to leave a failing provider alone. One for the whole program: the breakers live here.
/// Sends and readings have a breaker each, so that a broken event log stops no mail.
/// </summary>
internal sealed class ProviderResilience(ProviderOptions options, TimeProvider time)
{
    /// <summary>
    /// A breaker opens when at least half of at least this many calls within <see cref="Sampling"/> failed: as many
    /// time-outs of the default length fit into it twice over.
    /// </summary>
    public const int FailuresToOpen = 5;
    public static readonly TimeSpan Sampling = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private const int Retries = 2;

    /// <summary>One attempt's time-out, in real time whatever clock the program runs by.</summary>
    public ResiliencePipeline Attempt { get; } = new ResiliencePipelineBuilder { TimeProvider = TimeProvider.System }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
        .Build();

    /// <summary>Repeats only what certainly did not leave.</summary>
    public ResiliencePipeline<Exchange> Sends { get; } = Build(
        time, TimeSpan.FromMilliseconds(200), exchange => exchange is Exchange.NotSent { WorthRetrying: true });

    /// <summary>A reading changes nothing, so any passing failure is repeated; never a 429.</summary>
    public ResiliencePipeline<Exchange> Readings { get; } = Build(
        time, TimeSpan.FromMilliseconds(500), exchange => exchange is not Exchange.NotSent { WorthRetrying: false } && IsFailure(exchange));

    private static ResiliencePipeline<Exchange> Build(TimeProvider time, TimeSpan delay, Func<Exchange, bool> mayRepeat) =>
        new ResiliencePipelineBuilder<Exchange> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Exchange>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } exchange && mayRepeat(exchange)),
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = delay,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Exchange>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } exchange && IsFailure(exchange)),
                FailureRatio = 0.5,
                MinimumThroughput = FailuresToOpen,
                SamplingDuration = Sampling,
                BreakDuration = Break,
            })
            .Build();

    /// <summary>The provider is not itself: no connection, no answer, or an answer of its machinery. A refusal is no failure.</summary>
    private static bool IsFailure(Exchange exchange) => exchange switch
    {
        Exchange.Answered answered => answered.Answer.Status >= 500,
        _ => true,
    };
}
