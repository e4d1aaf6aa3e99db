using System.Runtime.CompilerServices;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.Engine;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Intake;

/// <content>Mail that its app withdraws by its id.</content>
internal sealed partial class MailIntake
{
    private static readonly TimeSpan WithdrawalPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private static readonly string Parked = MailOutcomeNames.Of(MailOutcomeKind.Parked);
    private static readonly string Cancelled = MailOutcomeNames.Of(MailOutcomeKind.Cancelled);

    // Words of a mail that the provider has: what it told since is told instead of "sent".
    private static readonly HashSet<string> Gone =
    [
        .. new[]
        {
            MailOutcomeKind.Sent,
            MailOutcomeKind.Coalesced,
            MailOutcomeKind.Delivered,
            MailOutcomeKind.Deferred,
            MailOutcomeKind.SoftBounced,
            MailOutcomeKind.Bounced,
            MailOutcomeKind.Blocked,
            MailOutcomeKind.Complained,
            MailOutcomeKind.Unsubscribed,
        }.Select(MailOutcomeNames.Of),
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
                case FindAnswer.Found { Mail.State: var state } when Waits(state) || state == Parked:
                    isParked = state == Parked;
                    break;
                case FindAnswer.Found { Mail.State: var state } when Gone.Contains(state):
                    return new WithdrawAnswer.TooLate();
                case FindAnswer.Found { Mail.State: var state }:
                    return new WithdrawAnswer.Withdrawn(state);
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
            WithdrawalResult.Withdrawn => new WithdrawAnswer.Withdrawn(Cancelled),
            WithdrawalResult.Settled => AnswerOf(await SettlementAsync(mail)),
            _ => null,
        };

    // Whoever leads reads it in the journal: now, or later after a start.
    private async Task<bool> TryAskAsync(Guid mail, Guid by, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(cancellationToken) is not { } broker)
            return false;
        try
        {
            await using var appender = await JournalAppender.OpenAsync(
                broker,
                settings.Topology.Journal,
                cancellationToken
            );
            await appender.AppendAsync(
                new JournalEvent.WithdrawalAsked
                {
                    At = Now,
                    Mail = mail,
                    By = by,
                }
            );
            return true;
        }
        catch (Exception e) when (e is SessionLostException or QueueUnusableException)
        {
            return false;
        }
    }

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

    private static bool Waits(string state) =>
        state == "waiting" || state == MailOutcomeNames.Of(MailOutcomeKind.AtRisk);

    // A person may send a parked one back: only what was asked keeps it from being sent then.
    private static WithdrawAnswer? AnswerOf(Settlement? settled) =>
        settled switch
        {
            null or Settlement.Parked => null,
            Settlement.Sent or Settlement.Coalesced => new WithdrawAnswer.TooLate(),
            Settlement.Superseded => new WithdrawAnswer.Withdrawn(Cancelled),
            _ => new WithdrawAnswer.Withdrawn(settled.Value.ToString().ToLowerInvariant()),
        };
}
