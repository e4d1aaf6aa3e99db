using System.Diagnostics;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;
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

    // Whoever holds parked mail in hand hides it from everybody else meanwhile.
    private readonly SemaphoreSlim _parked = new(1, 1);
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

    public Task<OperatorAnswer> RetryAsync(string by, IReadOnlySet<Guid> mails) =>
        WithParkedAsync(by, OperatorAction.Retry, mails, (parked, mail) => parked.RetryAsync(mail, by, checkpoints));

    public Task<OperatorAnswer> DiscardAsync(string by, IReadOnlySet<Guid> mails) =>
        WithParkedAsync(by, OperatorAction.Discard, mails, (parked, mail) => parked.DiscardAsync(mail, by));

    public async Task<ParkedBody?> ReadParkedAsync(Guid mail) =>
        (await ReadParkedAsync(CancellationToken.None))?.FirstOrDefault(parked => parked.Note.Mail == mail) is { } found
            ? new ParkedBody(mail, found.Note.Cause, found.Note.Reason, MendedRequest.TextOf(found.Body.Span))
            : null;

    public async Task<MailPreview?> PreviewAsync(Guid mail, CancellationToken cancellationToken)
    {
        if (status.Loop is not { } loop)
            return null;
        var request = await loop.FindRequestAsync(mail).WaitAsync(Patience, cancellationToken);
        return request is { Cancel: false }
            ? await previews.PreviewAsync(new OutgoingMail(mail, Guid.Empty, request), cancellationToken)
            : null;
    }

    public async Task<OperatorAnswer> MendAsync(string by, Guid mail, string text)
    {
        string? objection = null;
        var answer = await WithParkedAsync(
            by,
            OperatorAction.Mend,
            new HashSet<Guid> { mail },
            async (parked, found) =>
            {
                var now = time.GetUtcNow();
                var (wire, published) = (settings.Dispatch.Wire, found.Published);
                if (MendedRequest.Of(mail, found.Body.Span, text, wire, now, published, out objection) is { } mended)
                    await parked.MendAsync(found, by, mended, checkpoints);
            },
            () => objection
        );
        return answer;
    }

    /// <summary>All parked mail, oldest first; null while the broker is away.</summary>
    public async Task<IReadOnlyList<ParkedMail>?> ReadParkedAsync(CancellationToken cancellationToken)
    {
        if (_session is not { } session)
            return null;
        await _parked.WaitAsync(cancellationToken);
        try
        {
            await using var parked = await ParkedMailActions.OpenAsync(
                session.Broker,
                settings,
                time,
                cancellationToken
            );
            return await parked.TakeAsync();
        }
        catch (Exception e) when (e is SessionLostException or QueueUnusableException)
        {
            return null;
        }
        finally
        {
            _parked.Release();
        }
    }

    private async Task<OperatorAnswer> WithParkedAsync(
        string by,
        OperatorAction action,
        IReadOnlySet<Guid> mails,
        Func<ParkedMailActions, ParkedMail, Task> act,
        Func<string?>? objection = null
    )
    {
        if (status.Phase is not DispatcherPhase.Leading || _session is not { } session)
            return new OperatorAnswer.Refused(WhyNot());
        await _parked.WaitAsync();
        try
        {
            await using var parked = await ParkedMailActions.OpenAsync(
                session.Broker,
                settings,
                time,
                CancellationToken.None
            );
            var chosen = (await parked.TakeAsync()).Where(mail => mails.Contains(mail.Note.Mail)).ToList();
            foreach (var mail in chosen)
                await act(parked, mail);
            if (chosen.Count == 0)
                return new OperatorAnswer.Refused(
                    "No such mail is parked: it was dealt with already, or somebody else holds it in hand. Look again."
                );
            if (objection?.Invoke() is { } reason)
                return new OperatorAnswer.Refused(reason);
            return await ActAsync(by, OperatorActionWords.Of(action, chosen.Count), _ => null);
        }
        catch (Exception e) when (e is SessionLostException or QueueUnusableException)
        {
            return new OperatorAnswer.Refused(
                $"The broker did not do it ({e.Message}). Look what is still parked, then try again; it does no harm."
            );
        }
        finally
        {
            _parked.Release();
        }
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
