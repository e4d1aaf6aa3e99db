using System.Runtime.CompilerServices;
using MailDispatcher.Consumer.JournalAccess;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Engine;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Intake;

/// <content>Mail that its app withdraws by its id.</content>
internal sealed partial class MailIntake
{
    private static readonly TimeSpan WithdrawalPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    // Of a mail that the provider has: what it told since is told instead of "sent".
    private static readonly HashSet<MailOutcomeKind> Gone =
    [
        MailOutcomeKind.Sent,
        MailOutcomeKind.Coalesced,
        MailOutcomeKind.Delivered,
        MailOutcomeKind.Deferred,
        MailOutcomeKind.SoftBounced,
        MailOutcomeKind.Bounced,
        MailOutcomeKind.Blocked,
        MailOutcomeKind.Complained,
        MailOutcomeKind.Unsubscribed,
    ];

    /// <inheritdoc/>
    public async Task<WithdrawAnswer> WithdrawAsync(string app, Guid mail, CancellationToken cancellationToken)
    {
        try
        {
            return await WithdrawFromLoopAsync(app, mail, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new WithdrawAnswer.NoAnswer();
        }
    }

    private async Task<WithdrawAnswer> WithdrawFromLoopAsync(string app, Guid mail, CancellationToken cancellationToken)
    {
        var isParked = false;
        var request = await AskLoopAsync(loop => loop.FindRequestAsync(mail)) ?? _recent.Find(mail);
        if (request is null)
            switch (await FindAsync(app, mail, cancellationToken))
            {
                case FindAnswer.Found { Mail.Waits: true }:
                    break;
                case FindAnswer.Found { Mail.Outcome: MailOutcomeKind.Parked }:
                    isParked = true;
                    break;
                case FindAnswer.Found { Mail.Outcome: { } outcome }:
                    return Gone.Contains(outcome)
                        ? new WithdrawAnswer.TooLate()
                        : new WithdrawAnswer.Withdrawn(outcome);
                case FindAnswer.Away:
                    return new WithdrawAnswer.Away();
                default:
                    return new WithdrawAnswer.Unknown();
            }
        else if (request.App != app || request.Cancel)
            return new WithdrawAnswer.Unknown();
        var by = Guid.CreateVersion7();
        if (await WithdrawNowAsync(mail, by) is { } now)
            return now;
        if (!await TryAskAsync(mail, by, cancellationToken))
            return new WithdrawAnswer.Away();
        return await SettlementAsync(mail) is Settlement.Parked || isParked
            ? new WithdrawAnswer.Parked()
            : await SoonAsync(mail, cancellationToken) ?? new WithdrawAnswer.Asked();
    }

    // Null when this process does not lead, or the leader has not seen the mail, or it is in flight or parked.
    private async Task<WithdrawAnswer?> WithdrawNowAsync(Guid mail, Guid by) =>
        (
            await AskLoopAsync(async loop => (StrongBox<WithdrawalResult>?)new(await loop.WithdrawAsync(mail, by)))
        )?.Value switch
        {
            WithdrawalResult.Withdrawn => new WithdrawAnswer.Withdrawn(MailOutcomeKind.Cancelled),
            WithdrawalResult.Settled => AnswerOf(await SettlementAsync(mail)),
            _ => null,
        };

    // Whoever leads reads it in the journal: now, or later after a start.
    private Task<bool> TryAskAsync(Guid mail, Guid by, CancellationToken cancellationToken) =>
        journal.TryAppendAsync(
            settings.Topology.Journal,
            new JournalEvent.WithdrawalAsked
            {
                At = Now,
                Mail = mail,
                By = by,
            },
            cancellationToken
        );

    // Null when this process does not lead, or nobody knows yet.
    private async Task<WithdrawAnswer?> SoonAsync(Guid mail, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (status.Loop is not null && TimeProvider.System.GetElapsedTime(since) < WithdrawalPatience)
        {
            if (AnswerOf(await SettlementAsync(mail)) is { } answer)
                return answer;
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }

        return null;
    }

    private async Task<Settlement?> SettlementAsync(Guid mail) =>
        (await AskLoopAsync(loop => loop.ReadAsync(projection => projection.Find(mail))))?.Settled;

    // A person may send a parked one back: only what was asked keeps it from being sent then.
    private static WithdrawAnswer? AnswerOf(Settlement? settled) =>
        settled switch
        {
            null or Settlement.Parked => null,
            Settlement.Sent or Settlement.Coalesced => new WithdrawAnswer.TooLate(),
            Settlement.Superseded or Settlement.Cancelled => new WithdrawAnswer.Withdrawn(MailOutcomeKind.Cancelled),
            Settlement.Expired => new WithdrawAnswer.Withdrawn(MailOutcomeKind.Expired),
            Settlement.Discarded => new WithdrawAnswer.Withdrawn(MailOutcomeKind.Discarded),
            Settlement.Suppressed => new WithdrawAnswer.Withdrawn(MailOutcomeKind.Suppressed),
            _ => throw new InvalidOperationException("A settlement without an answer."),
        };
}
