using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>
/// Asks the provider for the credits and notes the answer. What it can't learn stays unknown. A refused key is found
/// out here before any mail is tried with it, and so is its cure. One question at a time; the loop goes on meanwhile.
/// </summary>
internal sealed partial class CreditReadings(
    LoopState state,
    IMailProvider provider,
    Action<LoopInput> post,
    ILogger logger
)
{
    // The provider allows 100 readings an hour. With nothing left, a person may just be buying more.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FreshWhenGone = TimeSpan.FromMinutes(2);

    private bool _isAsking;
    private int? _aDay;

    // What an earlier dispatcher read may be long outdated by the time we take over.
    private bool _wasRead;

    /// <summary>Why the credits are not known; null when they are, or when nobody has asked yet.</summary>
    public string? Problem { get; private set; }

    public bool IsAsking => _isAsking;

    /// <summary>The last reading counted down, while it is fresh and of today; null when it is neither.</summary>
    public CreditsLeft? Current
    {
        get
        {
            var balance = state.Projection.Credits;
            var now = state.Now;
            var fresh = balance.Left == 0 ? FreshWhenGone : Fresh;
            if (
                !_wasRead
                || balance.ReadAt is not { } readAt
                || now - readAt > fresh
                || state.Day.ResetAfter(readAt) <= now
            )
                return null;
            return balance.IsUnlimited ? new CreditsLeft.Unlimited()
                : balance.Daily ? new CreditsLeft.Today(balance.Left ?? 0)
                : new CreditsLeft.Balance(balance.Left ?? 0);
        }
    }

    /// <summary>Asks the provider, unless it is being asked.</summary>
    public void Ask()
    {
        if (_isAsking)
            return;
        _isAsking = true;
        _ = Task.Run(async () =>
        {
            try
            {
                post(new LoopInput.CreditsTold(await provider.ReadCreditsAsync(CancellationToken.None)));
            }
            catch (Exception e)
            {
                post(new LoopInput.Broken(e));
            }
        });
    }

    /// <summary>Notes what the provider told.</summary>
    public void Conclude(CreditsReading reading)
    {
        _isAsking = false;
        var unknown = reading as CreditsReading.Unknown;
        _wasRead = unknown is null;
        Problem = unknown?.Reason;
        state.HasNews = true;
        state.Metrics.CreditsRead(reading);
        NoteFault(unknown);
        Note(reading);
        TellTheDays();
    }

    private void Note(CreditsReading reading)
    {
        switch (reading)
        {
            case CreditsReading.Daily daily:
                Note(daily.Remaining, daily: true, Expected());
                break;
            case CreditsReading.Balance balance:
                Note(balance.Remaining, daily: false, Expected());
                break;
            case CreditsReading.Unlimited or CreditsReading.Uncounted:
                Note(null, daily: false, null);
                break;
            case CreditsReading.Unknown unknown:
                Log.Unknown(logger, unknown.Reason);
                break;
            default:
                throw new InvalidOperationException("A reading without a case.");
        }
    }

    /// <summary>
    /// The provider refused a mail for want of credits: none are left, whatever the last reading said.
    /// </summary>
    public void Gone() => Note(0, daily: state.Projection.Credits.Daily, Expected());

    private void NoteFault(CreditsReading.Unknown? unknown)
    {
        if (unknown is { IsAccountFault: true } refused && !state.Projection.Dispatcher.FaultIsOnReading)
            state.Turn.Record(
                new JournalEvent.ProviderFault
                {
                    At = state.Now,
                    Open = true,
                    Reason = refused.Reason,
                    OnReading = true,
                }
            );
        else if (unknown is null && state.Projection.Dispatcher.FaultIsOnReading)
            state.Turn.Record(
                new JournalEvent.ProviderFault
                {
                    At = state.Now,
                    Open = false,
                    Reason = "the provider takes the key again",
                }
            );
    }

    private void TellTheDays()
    {
        var (aDay, set) = (state.CreditsADay, state.Settings.CreditsADay);
        if (aDay != (_aDay ?? set))
            Log.Learned(logger, aDay, set);
        _aDay = aDay;
    }

    // Our count ends with the day whose credits it counts.
    private int? Expected() =>
        state.Projection.Credits.ReadAt is { } readAt && state.Day.ResetAfter(readAt) > state.Now
            ? state.Projection.Credits.Left
            : null;

    private void Note(int? remaining, bool daily, int? expected)
    {
        state.Turn.Record(
            new JournalEvent.CreditsRead
            {
                At = state.Now,
                Remaining = remaining,
                Daily = daily,
                Expected = expected,
            }
        );
        if (state.Projection.Credits.Drift < 0)
            Log.Drift(logger, remaining, expected);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The credits left are unknown: {Reason}. Nothing is sent on a guess; the provider is asked again."
        )]
        public static partial void Unknown(ILogger logger, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The provider counts {Remaining} credits left where {Expected} were expected: somebody else spends from "
                + "this account."
        )]
        public static partial void Drift(ILogger logger, int? remaining, int? expected);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "The provider gives {Told} credits a day (the settings say {Set}): plans and forecasts follow the provider."
        )]
        public static partial void Learned(ILogger logger, int told, int set);
    }
}
