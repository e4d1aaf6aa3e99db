using MailDispatcher.Contracts;

namespace MailDispatcher.Deploy.Tests;

internal static class Mail
{
    /// <summary>A valid request about a mentoring in two days.</summary>
    public static MailRequest To(string name) =>
        new()
        {
            Template = MailTemplate.ConfirmationToMentor,
            Recipient = new Recipient(name, $"{name}@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = name,
                MentoredName = "Ana Júlia Martins",
                MentoringStart = TimeProvider.System.GetUtcNow().AddDays(2),
            },
        };
}
