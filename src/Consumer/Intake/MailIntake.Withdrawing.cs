using System.Runtime.CompilerServices;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Engine;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Intake;

/// <content>Mail that its app withdraws by its id.</content>
internal sealed partial class MailIntake
{
    private static readonly TimeSpan WithdrawalPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan InFlightPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

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
        if (await RequestAsync(mail) is not { } request)
            return await FindAsync(app, mail, cancellationToken) switch
            {
                // It stands where nobody knows its address: the journal withdraws it by its id.
                FindAnswer.Found { Mail.State: var state } when Waits(state) => await WithdrawByIdAsync(
                    mail,
                    cancellationToken
                ) ?? new WithdrawAnswer.Elsewhere(),
                FindAnswer.Found { Mail.State: "parked" } => new WithdrawAnswer.Elsewhere(),
                FindAnswer.Found { Mail.State: var state } when Gone.Contains(state) => new WithdrawAnswer.TooLate(),
                FindAnswer.Found found => new WithdrawAnswer.Withdrawn(found.Mail.State),
                FindAnswer.Away => new WithdrawAnswer.Away(),
                _ => new WithdrawAnswer.Unknown(),
            };
        if (request.App != app || request.Cancel)
            return new WithdrawAnswer.Unknown();
        if (await SettledAsync(mail) is { } before)
            return before;
        if (await WithdrawByIdAsync(mail, cancellationToken) is { } answer)
            if (answer is not WithdrawAnswer.Undecided || request.Topic is null)
                return answer;
        // Parked, in flight, or not seen by the leader yet: a cancel request keeps it from being sent then.
        if (request.Topic is null)
            return new WithdrawAnswer.Elsewhere();
        var cancel = new MailRequest
        {
            Id = Guid.CreateVersion7(),
            Recipient = request.Recipient,
            Topic = request.Topic,
            Version = request.Version,
            Cancel = true,
            App = app,
            Ref = request.Ref,
        };
        if (!await TryPublishAsync(cancel, cancellationToken))
            return new WithdrawAnswer.Away();
        var until = TimeProvider.System.GetTimestamp();
        while (status.Loop is not null && TimeProvider.System.GetElapsedTime(until) < WithdrawalPatience)
        {
            if (await SettledAsync(mail) is { } after)
                return after;
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }

        return new WithdrawAnswer.Asked(cancel.Id.Value);
    }

    // Null when this process does not lead, or the leader has not seen the mail, or it is parked.
    private async Task<WithdrawAnswer?> WithdrawByIdAsync(Guid mail, CancellationToken cancellationToken)
    {
        var (by, began) = (Guid.CreateVersion7(), TimeProvider.System.GetTimestamp());
        while (true)
        {
            var result = await OnLoopAsync(async loop =>
                (StrongBox<WithdrawalResult>?)new(await loop.WithdrawAsync(mail, by))
            );
            switch (result?.Value)
            {
                case WithdrawalResult.Withdrawn:
                    return new WithdrawAnswer.Withdrawn("cancelled");
                case WithdrawalResult.Settled:
                    return await SettledAsync(mail);
                case WithdrawalResult.InFlight when TimeProvider.System.GetElapsedTime(began) >= InFlightPatience:
                    return new WithdrawAnswer.Undecided();
                case WithdrawalResult.InFlight:
                    await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
                    break;
                default:
                    return null;
            }
        }
    }

    private static bool Waits(string state) =>
        state == "waiting" || state == MailOutcomeNames.Of(MailOutcomeKind.AtRisk);

    private async Task<WithdrawAnswer?> SettledAsync(Guid mail) =>
        (await OnLoopAsync(loop => loop.ReadAsync(projection => projection.Find(mail))))?.Settled switch
        {
            // A person may send a parked one back: only a cancel request keeps it from being sent then.
            null or Settlement.Parked => null,
            Settlement.Sent or Settlement.Coalesced => new WithdrawAnswer.TooLate(),
            Settlement.Superseded => new WithdrawAnswer.Withdrawn("cancelled"),
            { } settled => new WithdrawAnswer.Withdrawn(settled.ToString().ToLowerInvariant()),
        };
}
