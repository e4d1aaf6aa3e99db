namespace MailDispatcher.Engine;

/// <summary>
/// Carries out the runs, one after the other: know the credits, let the policy choose, send as many at once as the
/// provider bears, note how it ended. A policy that decides at any moment has one run that never rests. A run ends with
/// its credit day: what is left then is the next day's to decide.
/// </summary>
internal sealed partial class RunControl(
    LoopState state,
    CreditReadings credits,
    AllowanceLeft allowance,
    TemplateRests templates,
    PersonCeiling people,
    Attempts attempts,
    LaterMails later,
    RunQueue due,
    ILogger logger
)
{
    /// <summary>So many failures in a row are the provider's, not the mails': spare the others.</summary>
    private const int MostFailuresInARow = 3;

    // So many chosen mails are looked through for one whose template may be sent.
    private const int MostHeld = 500;

    // Real time: it is the broker's work that is waited for.
    private static readonly TimeSpan LongestTakingIn = TimeSpan.FromMinutes(1);

    private readonly ProviderBackoff _backoff = new(state.Time, state.Random);
    private ActiveRun? _run;
    private DateTimeOffset _decideAt;

    /// <summary>A scheduled run is going on.</summary>
    public bool IsBusy =>
        _run is { Request.Kind: not RunKind.Tick }
        || (_run is { } tick && (tick.Chosen.Count > 0 || state.InFlight > 0));

    /// <summary>The provider is left alone until then; null when it is not.</summary>
    public DateTimeOffset? RestsUntil => _backoff.Until;

    /// <summary>The last decision; null before the first.</summary>
    public Decision? LastDecision { get; private set; }

    /// <summary>Does what can be done now.</summary>
    /// <param name="stopping">True when nothing new may begin.</param>
    public void Advance(bool stopping)
    {
        if (_run is null or { Request.Kind: RunKind.Tick } && !stopping)
            TakeDue();
        if (_run is not { } run)
            return;
        if (stopping || IsOver(run))
            run.Chosen.Clear();
        // The places of mails that a person's ceiling holds are for others.
        do
        {
            if (!stopping && run.Halt is null && KnowsCredits(run))
                Decide(run);
        } while (!Send(run) && !stopping);
        if (HasEnded(run, stopping))
            End(run, stopping);
    }

    /// <summary>Whether mails may be sent at all now; what is uncertain may then be repeated.</summary>
    public bool MaySend =>
        credits.Current is { Most: > 0 }
        && !credits.IsAsking
        && state.Projection.Dispatcher.PausedBy is null
        && !_backoff.IsOn;

    /// <summary>Notes what an attempt of the run came to.</summary>
    public void Concluded(Halt? halt, bool failed, bool taken)
    {
        if (_run is not { } run)
            return;
        run.HasTaken |= taken;
        // The places of mails that rest are for others, and those that go on are chosen anew.
        run.HasAwaited |= templates.TakeChange();
        run.FailuresInARow = failed ? run.FailuresInARow + 1 : 0;
        if (run.FailuresInARow >= MostFailuresInARow)
            halt ??= new Halt($"{MostFailuresInARow} mails failed in a row");
        if (halt is null || run.Halt is not null)
            return;
        run.Halt = halt;
        run.Chosen.Clear();
        if (halt.IsQuota)
            credits.Gone();
    }

    private void TakeDue()
    {
        if (due.TakeDue() is { } request)
        {
            if (state.Now > request.ValidUntil)
            {
                Log.RunTooLate(logger, request.Kind, request.ValidUntil);
                return;
            }

            // The schedule may fire for an instant whose run was just made up for. An end that lies ahead is a clock's
            // mistake.
            if (
                request is { Kind: RunKind.Hourly or RunKind.EndOfDay, Interruptions: 0 }
                && state.Projection.DoneUntil(request.Kind) is { } done
                && done > request.DueAt
                && done <= state.Now
            )
                return;
            if (_run is { } tick && request.Kind != RunKind.Tick)
                tick.Chosen.Clear();
            _run = new ActiveRun(request);
        }
        else if (_run is null && state.Settings.DecidesAlways)
        {
            _run = new ActiveRun(new RunRequest(RunKind.Tick, state.Now, DateTimeOffset.MaxValue));
        }
    }

    private bool IsOver(ActiveRun run) => run.Request.Kind != RunKind.Tick && state.Now >= run.Request.ValidUntil;

    // A reading that is under way while mails leave would not say whether it counts them.
    private bool KnowsCredits(ActiveRun run)
    {
        if (credits.IsAsking)
            return false;
        if (run.Request.Kind == RunKind.Tick)
        {
            if (_backoff.IsOn)
                return false;
            if (credits.Current is not null)
                return true;
            if (run.HasAsked && credits.Problem is not null)
            {
                run.HasAsked = false;
                _backoff.Begin(null);
                return false;
            }
        }
        else if (run.HasAsked)
        {
            if (credits.Current is not null)
                return true;
            if (credits.Problem is not null)
                return false;
        }

        if (state.InFlight == 0)
        {
            run.HasAsked = true;
            credits.Ask();
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Kind}: {Count} mails chosen; {Reason}.")]
        public static partial void Decided(ILogger logger, RunKind kind, int count, string reason);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "Run {Run} of {At}: {Sent} attempted, {Waiting} wait, {Left} credits left; {Reason}."
        )]
        public static partial void Ended(
            ILogger logger,
            string run,
            string at,
            int sent,
            int waiting,
            string left,
            string reason
        );

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Run {Kind} was not carried out by {ValidUntil:u} and is given up; its mails wait for the next one."
        )]
        public static partial void RunTooLate(ILogger logger, RunKind kind, DateTimeOffset validUntil);
    }
}
