using System.Diagnostics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Provider;
using MailDispatcher.Engine;
using MailDispatcher.MailManager.Previews;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// The way from a person to the dispatcher at work: reaches its present session, and refuses with a clear word while
/// there is none or while another dispatcher is the active one. Safe for concurrent use. Keeps nothing itself: a wish
/// is in the journal or it was not granted.
/// </summary>
internal sealed partial class OperatorActions(
    DispatcherStatus status,
    RunQueue due,
    DaemonSettings settings,
    ICheckpoints checkpoints,
    IMailPreviews previews,
    TimeProvider time
) : IOperatorActions, IDisposable
{
    // A run that somebody asked for and that could not happen within the hour is no longer what they meant.
    private static readonly TimeSpan RunNowHolds = TimeSpan.FromHours(1);

    // Real time: it is a finger that bounces.
    private static readonly TimeSpan RunAgainAfter = TimeSpan.FromSeconds(2);

    // Longer than the broker may take to store an event.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private volatile BrokerSession? _session;
    private long _runAskedAt;

    /// <summary>The session of the moment, also of one that stands by; null while the broker is away.</summary>
    public BrokerSession? Session => _session;

    /// <summary>Makes a session reachable until the returned value is disposed.</summary>
    internal IDisposable Attach(BrokerSession session)
    {
        _session = session;
        return new Attachment(this);
    }

    public Task<OperatorAnswer> PauseAsync(string by) =>
        ActAsync(
            by,
            OperatorActionWords.Of(OperatorAction.Pause),
            memory => memory.Dispatcher.PausedBy is { } already ? $"Dispatching is paused already, by {already}." : null
        );

    public Task<OperatorAnswer> ResumeAsync(string by) =>
        ActAsync(
            by,
            OperatorActionWords.Of(OperatorAction.Resume),
            memory => memory.Dispatcher.PausedBy is null ? "Dispatching is not paused." : null
        );

    public async Task<OperatorAnswer> RunNowAsync(string by)
    {
        // Pressed twice it means one run; who wants another asks again.
        var (asked, before) = (Stopwatch.GetTimestamp(), Volatile.Read(ref _runAskedAt));
        if (
            (before != 0 && Stopwatch.GetElapsedTime(before, asked) < RunAgainAfter)
            || Interlocked.CompareExchange(ref _runAskedAt, asked, before) != before
        )
            return new OperatorAnswer.Refused(
                $"A run was asked for a moment ago. For another one, ask again in {RunAgainAfter.TotalSeconds:0} "
                    + "seconds."
            );
        var answer = await ActAsync(
            by,
            OperatorActionWords.Of(OperatorAction.RunNow),
            memory => memory.Dispatcher.PausedBy is { } who ? $"Dispatching is paused by {who}. Resume it first." : null
        );
        var now = time.GetUtcNow();
        if (answer is OperatorAnswer.Done)
            due.Post(new RunRequest(RunKind.Manual, now, now + RunNowHolds));
        else
            Volatile.Write(ref _runAskedAt, 0);
        return answer;
    }

    public async Task<MailPreview?> PreviewAsync(Guid mail, CancellationToken cancellationToken)
    {
        if (status.Loop is not { } loop)
            return null;
        var request = await loop.FindRequestAsync(mail).WaitAsync(Patience, cancellationToken);
        return request is { Cancel: false }
            ? await previews.PreviewAsync(new OutgoingMail(mail, Guid.Empty, request), cancellationToken)
            : null;
    }

    /// <summary>Has the loop at work note something.</summary>
    /// <param name="action">The word that the journal keeps.</param>
    /// <param name="objection">Why it makes no sense now; null when it does.</param>
    private async Task<OperatorAnswer> ActAsync(string by, string action, Func<Projection, string?> objection)
    {
        if (status.Phase is not DispatcherPhase.Leading || status.Loop is not { } loop)
            return new OperatorAnswer.Refused(WhyNot());
        try
        {
            var events = new JournalEvent[]
            {
                new JournalEvent.Operated
                {
                    At = time.GetUtcNow(),
                    By = by,
                    Action = action,
                },
            };
            return await loop.RecordAsync(events, objection).WaitAsync(Patience) is { } reason
                ? new OperatorAnswer.Refused(reason)
                : new OperatorAnswer.Done();
        }
        catch (TimeoutException)
        {
            return new OperatorAnswer.Refused(
                "The broker was lost meanwhile. Look whether it took effect, then try again."
            );
        }
    }

    private string WhyNot() =>
        status.Phase switch
        {
            DispatcherPhase.Standby => "This dispatcher stands by; another one is active. Do it there.",
            DispatcherPhase.Replaying => "This dispatcher is still reading the journal. Try again in a moment.",
            DispatcherPhase.Stopping => "This dispatcher is stopping.",
            _ => $"The broker can't be used ({status.BrokerProblem ?? "not connected yet"}), so nothing can be "
                + "written down. Try again when it is back.",
        };

    public void Dispose() => _parked.Dispose();

    private sealed class Attachment(OperatorActions actions) : IDisposable
    {
        public void Dispose() => actions._session = null;
    }
}
