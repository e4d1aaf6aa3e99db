using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Suppression;
using MailDispatcher.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace MailDispatcher.Engine.Tests;

/// <summary>The engine over ports in memory, by a clock that the test moves.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    /// <summary>A template whose mail is tried at any address.</summary>
    public const int AlwaysTried = 16;

    /// <summary>The template that quiet hours concern.</summary>
    public const int Quieted = 10;

    public static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StalledCall = TimeSpan.FromSeconds(10);

    private readonly Random _random;
    private readonly EngineSettings _settings;
    private readonly int _maxSettled;
    private readonly CallCount _calls = new();
    private InMemorySession? _session;
    private CancellationTokenSource _stopping = new();
    private DispatchLoop? _loop;
    private Task _running = Task.CompletedTask;

    public EngineUnderTest(
        int seed = 1,
        bool decidesAlways = true,
        int concurrency = 64,
        int window = 20_000,
        int mailsPerHour = 12,
        TimeZoneInfo? requestsZone = null,
        string? allowance = null,
        AddressKeys? addresses = null,
        string? perRecipient = null,
        IReadOnlyCollection<int>? coalesce = null,
        string? quiet = null,
        bool remembers = true,
        int maxSettled = Projection.MaxSettled
    )
    {
        _random = new Random(seed);
        _maxSettled = maxSettled;
        Broker = new InMemoryBroker { KeepsJournal = remembers };
        Provider = new FakeProvider(Time, new Random(seed + 1)) { Remembers = remembers };
        Due = new RunQueue(Time);
        var day = new CreditDay(TimeZoneInfo.Utc);
        _settings = new EngineSettings
        {
            Policy = decidesAlways ? new DeadlinePolicy(day, new DeadlineSettings()) : new HourlyPolicy(mailsPerHour),
            Zone = TimeZoneInfo.Utc,
            DecidesAlways = decidesAlways,
            Concurrency = concurrency,
            Window = window,
            Allowance = allowance is null ? null : Allowance.Parse(allowance),
            PerRecipient = perRecipient is null ? null : Allowance.Parse(perRecipient),
            PerRecipientExcept = new HashSet<int> { AlwaysTried },
            Wire = new MailRequestCodecOptions { Zone = requestsZone },
            Quiet = quiet is null
                ? QuietHours.None
                : new QuietHours(
                    TimeZoneInfo.Utc,
                    new Dictionary<int, QuietSpan> { [Quieted] = QuietSpan.Parse(quiet)!.Value }
                ),
            Addresses = addresses ?? AddressKeys.None,
            Coalescing = new CoalesceRule(coalesce ?? []),
            AlwaysTried = new HashSet<int> { AlwaysTried },
        };
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public InMemoryBroker Broker { get; }

    public FakeProvider Provider { get; }

    public RunQueue Due { get; }

    public IDispatchMetrics Metrics { get; } = Substitute.For<IDispatchMetrics>();

    public InMemorySession Session => _session ?? throw new InvalidOperationException("Nothing leads.");

    public DispatchLoop Loop => _loop ?? throw new InvalidOperationException("Nothing leads.");

    /// <summary>What a fresh start folds from the journal.</summary>
    public Projection Fold()
    {
        var projection = new Projection(TimeZoneInfo.Utc, new ValueTable(), countsSends: true, _maxSettled);
        foreach (var entry in Broker.Journal)
            projection.Apply(entry);
        return projection;
    }

    /// <summary>Begins a session and leads.</summary>
    public void Lead()
    {
        _session = new InMemorySession(Broker);
        _stopping = new CancellationTokenSource();
        var ports = new LoopPorts(_session, _session, _session, Provider, Metrics);
        _loop = new DispatchLoop(_settings, Fold(), ports, Due, Time, _random, _calls, NullLogger.Instance);
        var (loop, lost, stopping) = (_loop, _session.Lost, _stopping.Token);
        _running = Task.Run(() => loop.RunAsync(lost, stopping), CancellationToken.None);
    }

    /// <summary>Stops as SIGTERM would, and returns when it has.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await EndedAsync();
        _session?.End();
    }

    /// <summary>Returns when the session has ended, however it did, and its calls with it.</summary>
    public async Task EndedAsync()
    {
        await SessionEndedAsync();
        await CallsEndedAsync();
    }

    /// <summary>
    /// Returns when no call runs. A real one is over long before the provider's event log is believed; here the clock
    /// runs by hours, so that one which the machine lets wait for a moment would be late by far more than it can be.
    /// </summary>
    public async Task CallsEndedAsync()
    {
        // A process that stalled makes no call of an attempt that it stored, so there is an end to waiting.
        var since = TimeProvider.System.GetTimestamp();
        while (Provider.Ended < _calls.Begun && TimeProvider.System.GetElapsedTime(since) < StalledCall)
            await Task.Delay(1);
    }

    private async Task SessionEndedAsync()
    {
        try
        {
            await _running.WaitAsync(Patience);
        }
        catch (Exception e) when (e is SessionLostException or OperationCanceledException)
        {
            // As was meant.
        }
    }

    public bool HasEnded => _running.IsCompleted;

    /// <summary>Moves the clock and lets the engine come to rest.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        Time.Advance(span);
        await RestAsync();
    }

    /// <summary>Returns when there is nothing to do for now, or the session has ended.</summary>
    public async Task RestAsync()
    {
        var until = TimeProvider.System.GetTimestamp();
        var beats = Loop.Beats;
        while (!HasEnded && !(Loop.IsIdle && Loop.Beats > beats))
        {
            if (TimeProvider.System.GetElapsedTime(until) > Patience)
                throw new TimeoutException("The engine does not come to rest.");
            Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(1);
        }
    }

    public static MailRequest Request(
        Guid id,
        DateTimeOffset deadline,
        string? topic = null,
        bool cancel = false,
        int template = 11
    ) =>
        new()
        {
            Id = id,
            Template = template,
            Recipient = new Recipient("Ana", "ana@example.com"),
            Mentoring = cancel
                ? null
                : new MentoringParams
                {
                    MentorName = "Cau\u00e3",
                    MentoredName = "Ana",
                    MentoringStart = deadline,
                },
            Topic = topic,
            Cancel = cancel,
        };

    public static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);

    public void Publish(MailRequest request, byte level = 5, DateTimeOffset? published = null) =>
        Broker.Publish(MailRequestCodec.Encode(request), level, request.Id?.ToString(), published ?? Time.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        _session?.End();
        await EndedAsync();
        _stopping.Dispose();
    }
}
