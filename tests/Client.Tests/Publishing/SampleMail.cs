using MailDispatcher.Contracts;

namespace MailDispatcher.Client.Tests.Publishing;

internal static class SampleMail
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static MailRequest InDays(int days, int number = 0) =>
        new()
        {
            Template = MailTemplate.ConfirmationToMentor,
            Recipient = new Recipient("Cauã Moreira", $"person{number:000}@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Cauã Moreira",
                MentoredName = "Ana Júlia Martins",
                MentoringStart = Now.AddDays(days).AddHours(1),
            },
        };
}
