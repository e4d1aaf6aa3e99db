namespace MailDispatcher.Sandbox.Mails;

/// <summary>
/// The events of the mails taken, worked out when they are asked for. Every mail has <c>requests</c>, even one to a
/// blocked contact, and two seconds later what came of it; a held one has
/// nothing more, and one reported as spam has that two seconds after its delivery.
/// </summary>
/// <param name="lag">How long an event takes to show.</param>
internal sealed class EventLog(BoundedLog<AcceptedMail> mails, TimeSpan lag, TimeProvider time)
{
    public static readonly TimeSpan Transit = TimeSpan.FromSeconds(2);

    /// <summary>The events that show by now, oldest mail first.</summary>
    public IEnumerable<MailEvent> Read() => mails.Snapshot().SelectMany(Read);

    /// <summary>The events of one mail that show by now.</summary>
    public IEnumerable<MailEvent> Read(AcceptedMail mail)
    {
        var seen = time.GetUtcNow() - lag;
        return All(mail).Where(happened => happened.At <= seen);
    }

    /// <summary>All that comes of one mail, what is still ahead included.</summary>
    public static IEnumerable<MailEvent> All(AcceptedMail mail)
    {
        var requested = mail.Draft.ScheduledAt ?? mail.At;
        foreach (var delivery in mail.Deliveries)
        {
            yield return new(mail, delivery.Recipient, "requests", requested, null);
            if (delivery.Outcome != DeliveryOutcome.Held)
                yield return Ending(mail, delivery, requested + Transit);
            if (delivery.Outcome == DeliveryOutcome.Complained)
                yield return new(mail, delivery.Recipient, "spam", requested + 2 * Transit, null);
        }
    }

    private static MailEvent Ending(AcceptedMail mail, Delivery delivery, DateTimeOffset at) =>
        delivery.Outcome switch
        {
            DeliveryOutcome.Delivered or DeliveryOutcome.Complained => new(
                mail,
                delivery.Recipient,
                "delivered",
                at,
                null
            ),
            DeliveryOutcome.Blocked => new(mail, delivery.Recipient, "blocked", at, "blocked : due to blacklist user"),
            DeliveryOutcome.HardBounced => new(mail, delivery.Recipient, "hardBounces", at, "550 5.1.1 no such user"),
            DeliveryOutcome.SoftBounced => new(
                mail,
                delivery.Recipient,
                "softBounces",
                at,
                "452 4.2.2 mailbox is full"
            ),
            _ => new(
                mail,
                delivery.Recipient,
                "error",
                at,
                $"Sending has been rejected because the sender you used {mail.Draft.From.Email} is not valid. "
                    + "Validate your sender or authenticate your domain."
            ),
        };
}
