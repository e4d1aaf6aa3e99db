using System.Text;
using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Tests.Peers;

public static class Mails
{
    public const string Address = "person.secret@example.com";
    public const string Name = "Zilda Quixadá";

    public static OutgoingMail Of(MailRequest request) => new(Guid.NewGuid(), Guid.NewGuid(), request);

    /// <summary>A mail that every rule allows.</summary>
    public static OutgoingMail Any() => Of(Mentoring(MailTemplate.ConfirmationToMentor));

    public static MailRequest Mentoring(int template, string? freeParameters = null) =>
        new()
        {
            Template = template,
            Recipient = new Recipient(Name, Address),
            Mentoring = new MentoringParams
            {
                MentorName = Name,
                MentoredName = "Davi Monteiro",
                // 01:30 UTC on the 22nd is 22:30 on the 21st in Recife.
                MentoringStart = new DateTimeOffset(2026, 11, 22, 1, 30, 0, TimeSpan.Zero),
                MentorId = "mentor-1",
                MentoredId = "mentored-1",
            },
            Params = freeParameters is null ? null : JsonDocument.Parse(freeParameters).RootElement,
        };

    /// <summary>The 400 messages that the original's publisher sent.</summary>
    public static IEnumerable<MailRequest> Original() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "original-publisher.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()!)
            .Select(body => ((DecodedMail.Valid)MailRequestCodec.Decode(Encoding.UTF8.GetBytes(body))).Request);
}
