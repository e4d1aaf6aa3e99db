using MailDispatcher.Broker.Parking;
using MailDispatcher.Client;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Dispatch;

/// <content>Parked mail: read, sent back, mended, given up.</content>
internal sealed partial class OperatorActions
{
    // Whoever holds parked mail in hand hides it from everybody else meanwhile.
    private readonly SemaphoreSlim _parked = new(1, 1);

    public Task<OperatorAnswer> RetryAsync(string by, IReadOnlySet<Guid> mails) =>
        WithParkedAsync(by, OperatorAction.Retry, mails, (parked, mail) => parked.RetryAsync(mail, by, checkpoints));

    public Task<OperatorAnswer> DiscardAsync(string by, IReadOnlySet<Guid> mails) =>
        WithParkedAsync(
            by,
            OperatorAction.Discard,
            mails,
            (parked, mail) => parked.DiscardAsync(mail, by, checkpoints)
        );

    public async Task<ParkedBody?> ReadParkedAsync(Guid mail) =>
        (await ReadParkedAsync(CancellationToken.None))?.FirstOrDefault(parked => parked.Note.Mail == mail) is { } found
            ? new ParkedBody(mail, found.Note.Cause, found.Note.Reason, MendedRequest.TextOf(found.Body.Span))
            : null;

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
        try
        {
            return await OnParkedAsync(session, parked => parked.TakeAsync(), cancellationToken);
        }
        catch (Exception e) when (e is SessionLostException or QueueUnusableException)
        {
            return null;
        }
    }

    /// <summary>Does something with all parked mail, which nobody else sees meanwhile.</summary>
    /// <returns>False when there is no session to do it in; nothing was done.</returns>
    /// <exception cref="SessionLostException">The broker is gone.</exception>
    /// <exception cref="QueueUnusableException">The parked queue can't be had.</exception>
    public async Task<bool> OnAllParkedAsync(
        Func<ParkedMailActions, IReadOnlyList<ParkedMail>, Task> act,
        CancellationToken cancellationToken
    )
    {
        if (status.Phase is not DispatcherPhase.Leading || _session is not { } session)
            return false;
        return await OnParkedAsync(
            session,
            async parked =>
            {
                await act(parked, await parked.TakeAsync());
                return true;
            },
            cancellationToken
        );
    }

    private async Task<T> OnParkedAsync<T>(
        BrokerSession session,
        Func<ParkedMailActions, Task<T>> act,
        CancellationToken cancellationToken = default
    )
    {
        await _parked.WaitAsync(cancellationToken);
        try
        {
            await using var parked = await ParkedMailActions.OpenAsync(
                session.Broker,
                settings,
                time,
                cancellationToken
            );
            return await act(parked);
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
        try
        {
            var chosen = await OnParkedAsync(
                session,
                async parked =>
                {
                    var chosen = (await parked.TakeAsync()).Where(mail => mails.Contains(mail.Note.Mail)).ToList();
                    foreach (var mail in chosen)
                        await act(parked, mail);
                    return chosen;
                }
            );
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
    }
}
