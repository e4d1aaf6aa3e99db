using System.Text;
using MailDispatcher.Contracts;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>One message as a test publishes it.</summary>
internal sealed record TestMail(Guid Id, byte[] Body)
{
    public byte Priority { get; init; }

    /// <summary>The AMQP message id; the mail id where it is not set otherwise.</summary>
    public string? MessageId { get; init; } = Id.ToString();

    /// <summary>Sets further properties, odd ones say.</summary>
    public Action<BasicProperties>? Tricks { get; init; }

    /// <summary>When it becomes worthless; null for one that can't be read.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public BasicProperties Properties()
    {
        var properties = new BasicProperties { Priority = Priority };
        if (MessageId is not null)
            properties.MessageId = MessageId;
        Tricks?.Invoke(properties);
        return properties;
    }

    /// <summary>A confirmation whose mentoring begins at the deadline; the same number is the same mail.</summary>
    public static TestMail Of(
        int number,
        DateTimeOffset deadline,
        string? topic = null,
        string? email = null,
        int template = MailTemplate.ConfirmationToMentor
    )
    {
        var request = Request(number, deadline, topic, email, template);
        return new TestMail(request.Id!.Value, MailRequestCodec.Encode(request)) { Deadline = deadline, Priority = 5 };
    }

    /// <summary>The same as a host app writes it.</summary>
    public static MailRequest Request(
        int number,
        DateTimeOffset deadline,
        string? topic = null,
        string? email = null,
        int template = MailTemplate.ConfirmationToMentor
    ) =>
        new()
        {
            Id = IdOf(number),
            Template = template,
            Recipient = new Recipient($"Mentor {number}", email ?? $"mentor{number}@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = $"Mentor {number}",
                MentoredName = "Ana",
                MentoringStart = deadline,
            },
            Topic = topic,
        };

    /// <summary>A message that can't be read; its bytes name it, whatever its message id.</summary>
    public static TestMail Unreadable(int number)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"template\": 7, \"number\": {number}");
        return new TestMail(MailId.FromBytes(body), body) { MessageId = IdOf(number).ToString() };
    }

    private static Guid IdOf(int number) => MailId.FromBytes(BitConverter.GetBytes(number));
}
