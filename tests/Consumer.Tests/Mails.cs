using MailDispatcher.Client;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Tests;

/// <summary>Mail requests for tests.</summary>
internal static class Mails
{
    public static MailRequest Cancellation(DateTimeOffset start, string email = "rui@example.com") =>
        new()
        {
            Id = Guid.NewGuid(),
            Template = MailTemplate.MentoringCancelled,
            Recipient = new Recipient("Rui", email),
            Mentoring = new MentoringParams
            {
                MentorName = "Ana",
                MentoredName = "Rui",
                MentoringStart = start,
                MentorId = "1",
            },
        };

    public static async Task<IReadOnlyList<Guid>> PublishAsync(
        Uri broker,
        IEnumerable<MailRequest> mails,
        CancellationToken cancellationToken,
        TimeProvider? time = null
    )
    {
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { CreateQueues = true, Broker = broker },
            time
        );
        return await Task.WhenAll(mails.Select(mail => publisher.PublishAsync(mail, cancellationToken)));
    }
}
