using MailDispatcher.Client;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Reports;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <content>What persons may ask for. Nothing here tells an address to log or journal.</content>
internal sealed partial class OperatorActions
{
    public async Task<OperatorAnswer> ForgetAsync(string by, string address)
    {
        if (status.Phase is not DispatcherPhase.Leading || status.Loop is not { } loop || _session is not { } session)
            return new OperatorAnswer.Refused(WhyNot());
        if (!settings.Delivery.Addresses.IsOn)
            return new OperatorAnswer.Refused(
                "Set Suppression__Key: the journal knows persons by keyed hashes of their addresses only."
            );
        try
        {
            // First what is parked: one that somebody sends back meanwhile is then withdrawn with what waits.
            var discarded = await OnParkedAsync(
                session,
                async parked =>
                {
                    var theirs = (await parked.TakeAsync())
                        .Where(mail => AddressMatch.IsTo(mail.Request, mail.Body, address))
                        .ToList();
                    foreach (var mail in theirs)
                        await parked.DiscardAsync(mail, by, checkpoints);
                    return theirs.Count;
                }
            );
            var done = await loop.ForgetAsync(settings.Delivery.Addresses.AllOf(address), by, discarded)
                .WaitAsync(Patience);
            return new OperatorAnswer.Done(
                $"Forgotten: {TimeFormat.Count(done.WithdrawnCount, "waiting mail")} withdrawn, "
                    + $"{TimeFormat.Count(done.DiscardedCount, "parked mail")} discarded"
                    + (
                        done.InFlightCount == 0
                            ? "."
                            : $"; {TimeFormat.Count(done.InFlightCount, "mail")} may be with the provider already, and "
                                + "will be withdrawn if not."
                    )
            );
        }
        catch (Exception e) when (e is SessionLostException or QueueUnusableException or TimeoutException)
        {
            return new OperatorAnswer.Refused(
                $"The broker did not do all of it ({e.Message}). Ask again: what is done already is not done twice."
            );
        }
    }
}
