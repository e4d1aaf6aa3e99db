using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Answers;

/// <summary>
/// Whether the event log shows a mail. Any event does, a block or an error included: those come after the mail was
/// taken.
/// </summary>
internal static class EventLogClassifier
{
    /// <param name="asked">How many events the answer could hold at most.</param>
    public static EventLogAnswer Of(EventsAnswer? answer, Guid mailId, int asked)
    {
        if (answer is null)
            return new EventLogAnswer.Unknown("the event log's answer can't be read");
        var events = (answer.Events ?? []).OfType<MailEvent>().ToList();
        // The provider filters by tag; should it ever not, the events of other mails must not pass for this one's.
        var ours = events
            .Where(e =>
                AnswerBody.Text(e.Tag) is not { Length: > 0 } tag
                || tag.Contains(mailId.ToString("D"), StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        if (ours.Count > 0)
            return new EventLogAnswer.Found(
                ours.Select(e => e.MessageId).FirstOrDefault(id => !string.IsNullOrEmpty(id))
            );
        return events.Count < asked
            ? new EventLogAnswer.NotFound()
            : new EventLogAnswer.Unknown("the event log answered with other mails' events");
    }
}
