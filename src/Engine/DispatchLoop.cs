using System.Threading.Channels;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine;

/// <summary>
/// The dispatcher at work: one loop that owns all state of a session. Messages, answers, timers and commands reach it
/// through one channel; what it does outside goes on beside it. Each turn takes what has come, decides, stores all
/// events of the turn together, and only then calls the provider and lets settled messages leave the queue. If the
/// process dies midway, the journal tells the next leader what may have happened, and everything else is back in its
/// place.
/// </summary>
public sealed partial class DispatchLoop
{
    private const int MostInputsATurn = 1000;
    private const int MostEventsARecord = 500;
    private const int MostReturnsATurn = 200;

    // Real time, whatever the clock: the broker's patience, and our own work that is spared.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ViewEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CountWhenFullEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskCreditsEvery = TimeSpan.FromMinutes(1);

    /// <summary>A mail that leaves at once is journalled with its attempt; one that has to wait, by itself.</summary>
    private static readonly TimeSpan JournalAfter = TimeSpan.FromSeconds(2);

    private readonly Channel<LoopInput> _inputs = Channel.CreateUnbounded<LoopInput>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly LoopPorts _ports;
    private readonly LoopState _state;
    private readonly RunQueue _due;
    private readonly DeliveryIntake _intake;
    private readonly ParkingWorker _parking;
    private readonly LaterMails _later;
    private readonly Reconciliation _reconciliation;
    private readonly Attempts _attempts;
    private readonly UncertainMails _uncertain;
    private readonly CreditReadings _credits;
    private readonly AllowanceLeft _allowance;
    private readonly TemplateRests _templates;
    private readonly PersonCeiling _people;
    private readonly QuietMails _quiet;
    private readonly RunControl _runs;
    private readonly ILogger _logger;

    private int _prefetch;
    private int _ready;
    private int _parked;
    private long _storedSince;
    private long _viewedAt;
    private long _countedAt;
    private long _beats;
    private DateTimeOffset _askCreditsAt;
    private bool _isCounting;
    private bool _mustRecall;
    private bool _hasCounted;
    private volatile DispatchView? _view;
    private volatile bool _isIdle;

    /// <param name="projection">Folded from the whole journal; the loop alone uses it from now on.</param>
    public DispatchLoop(
        EngineSettings settings,
        Projection projection,
        LoopPorts ports,
        RunQueue due,
        TimeProvider time,
        Random random,
        ICheckpoints checkpoints,
        ILogger logger
    )
    {
        ArgumentNullException.ThrowIfNull(ports);
        (_ports, _due, _logger) = (ports, due, logger);
        _state = new LoopState(settings, projection, ports.Metrics, time, random, checkpoints);
        var topics = new TopicRules(_state, logger);
        _parking = new ParkingWorker(ports.Parked, Post);
        _later = new LaterMails(_state, ports.Pending.Later, Post);
        _reconciliation = new Reconciliation(_state, _later, logger);
        _intake = new DeliveryIntake(_state, topics, _later, _parking.Add, logger);
        _templates = new TemplateRests(_state, logger);
        _attempts = new Attempts(_state, _intake, topics, _templates, ports.Provider, Post, () => _storedSince, logger);
        _credits = new CreditReadings(_state, ports.Provider, Post, logger);
        _allowance = new AllowanceLeft(_state, _credits);
        _uncertain = new UncertainMails(_state, _attempts, ports.Provider, Post, logger);
        _people = new PersonCeiling(_state, logger);
        _quiet = new QuietMails(_state);
        _runs = new RunControl(_state, _credits, _allowance, _templates, _people, _attempts, _later, due, logger);
    }

    /// <summary>Where it stood last; null before the first turn. Safe for concurrent use.</summary>
    public DispatchView? View => _view;

    /// <summary>It waits, and nothing is under way. Safe for concurrent use.</summary>
    public bool IsIdle => _isIdle;

    /// <summary>Grows with each turn; one that stands still tells of a hang. Safe for concurrent use.</summary>
    public long Beats => Volatile.Read(ref _beats);

    /// <summary>Somebody else appended to the journal. Safe for concurrent use.</summary>
    public void Hear(JournalEvent entry) => Post(new LoopInput.Appended(entry));

    /// <summary>
    /// The provider, when asked, no longer has a fault in a template that may rest. Safe for concurrent use.
    /// </summary>
    public void TemplateMended(int template) => Post(new LoopInput.Asked(loop => loop._templates.Mended(template)));

    /// <summary>Reads something of the journal's fold, on the loop. Safe for concurrent use.</summary>
    /// <param name="read">Must be quick, and must give away values only.</param>
    public Task<T> ReadAsync<T>(Func<Projection, T> read) => OnLoopAsync(loop => read(loop._state.Projection));

    /// <summary>
    /// Looks for a mail in hand, on the loop: its request; null when it is not in hand. Safe for concurrent use.
    /// </summary>
    public Task<Contracts.MailRequest?> FindRequestAsync(Guid mail) =>
        OnLoopAsync(loop => loop._state.Mails.Find(mail)?.Request);

    /// <summary>Notes events that a person caused; returns when they are stored. Safe for concurrent use.</summary>
    /// <param name="objection">Judges on the loop why they make no sense now; null when they do.</param>
    /// <returns>The objection; null when they are stored.</returns>
    public Task<string?> RecordAsync(IReadOnlyList<JournalEvent> events, Func<Projection, string?> objection)
    {
        var stored = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            new LoopInput.Asked(loop =>
            {
                if (objection(loop._state.Projection) is { } reason)
                {
                    stored.TrySetResult(reason);
                    return;
                }

                foreach (var entry in events)
                {
                    loop.CountReport(entry);
                    loop._state.Turn.Record(entry);
                }

                // What people do may have emptied or filled a queue.
                (loop._state.HasNews, loop._countedAt) = (true, 0);
                loop._state.Turn.Then(() => stored.TrySetResult(null));
            })
        );
        return stored.Task;
    }

    /// <summary>Notes events that are made on the loop, of what it knows then. Safe for concurrent use.</summary>
    /// <param name="make">Must be quick.</param>
    /// <returns>How many; when they are stored.</returns>
    public Task<int> RecordAsync(Func<Projection, IReadOnlyList<JournalEvent>> make)
    {
        var stored = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            new LoopInput.Asked(loop =>
            {
                var events = make(loop._state.Projection);
                foreach (var entry in events)
                    loop._state.Turn.Record(entry);
                loop._state.Turn.Then(() => stored.TrySetResult(events.Count));
            })
        );
        return stored.Task;
    }

    /// <summary>
    /// Notes that a person wants to be forgotten and withdraws what waits for them; returns when that is stored. Safe
    /// for concurrent use.
    /// </summary>
    /// <inheritdoc cref="DeliveryIntake.Forget"/>
    public Task<JournalEvent.PersonForgotten> ForgetAsync(IReadOnlyList<string> keys, string by, int discarded)
    {
        var stored = new TaskCompletionSource<JournalEvent.PersonForgotten>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        Post(
            new LoopInput.Asked(loop =>
            {
                var wish = loop._intake.Forget(keys, by, discarded);
                (loop._state.HasNews, loop._countedAt) = (true, 0);
                loop._state.Turn.Then(() => stored.TrySetResult(wish));
            })
        );
        return stored.Task;
    }

    /// <summary>
    /// Withdraws one mail wherever it stands; returns when that is stored. Safe for concurrent use.
    /// </summary>
    /// <inheritdoc cref="DeliveryIntake.Withdraw(Guid, Guid)"/>
    public Task<WithdrawalResult> WithdrawAsync(Guid id, Guid by)
    {
        var stored = new TaskCompletionSource<WithdrawalResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            new LoopInput.Asked(loop =>
            {
                var result = loop._intake.Withdraw(id, by);
                loop._state.Turn.Then(() => stored.TrySetResult(result));
            })
        );
        return stored.Task;
    }

    /// <summary>Looks for the mails in hand to an address, on the loop. Safe for concurrent use.</summary>
    public Task<IReadOnlySet<Guid>> FindInHandAsync(string address) =>
        OnLoopAsync(loop =>
            (IReadOnlySet<Guid>)
                loop
                    ._state.Mails.All.Where(mail => !mail.Request.Cancel && AddressMatch.IsTo(mail.Request, address))
                    .Select(mail => mail.Id)
                    .ToHashSet()
        );

    /// <summary>Compares journal and queues at once. Safe for concurrent use.</summary>
    /// <returns>How many mails the journal knows to wait that no queue holds.</returns>
    internal Task<int?> CompareNowAsync() =>
        OnLoopAsync(loop =>
        {
            loop._reconciliation.CompareNow();
            return loop._reconciliation.Missing?.Count;
        });

    private Task<T> OnLoopAsync<T>(Func<DispatchLoop, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            new LoopInput.Asked(loop =>
            {
                try
                {
                    done.TrySetResult(work(loop));
                }
                catch (Exception e)
                {
                    done.TrySetException(e);
                }
            })
        );
        return done.Task;
    }

    private void Post(LoopInput input) => _inputs.Writer.TryWrite(input);
}
