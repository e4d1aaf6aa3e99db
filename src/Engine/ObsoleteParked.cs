using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine;

/// <summary>
/// Which parked requests a newer one about the same topic to the same person has made obsolete, by the rule that the
/// loop itself applies once they are back in the pending queue: a retry would not send them. Pure.
/// </summary>
public static class ObsoleteParked
{
    /// <returns>Null when the request still stands, or when the journal does not tell.</returns>
    public static Obsolete? Of(Guid mail, MailRequest request, Projection projection)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(projection);
        if (request.Topic is not { } topic || projection.Find(mail) is not { } state)
            return null;
        var recipient = TopicRules.RecipientKey(request);
        if (projection.Newest(topic, recipient) is not { } newest || newest.Mail == mail)
            return null;
        TopicMail[] alike =
        [
            new(mail, topic, recipient, request.Version, state.Arrived, request.Cancel),
            new(newest.Mail, topic, recipient, newest.Version, newest.Published, newest.IsCancel),
        ];
        return SupersedeRule.Apply(alike).FirstOrDefault(obsolete => obsolete.Id == mail);
    }
}
