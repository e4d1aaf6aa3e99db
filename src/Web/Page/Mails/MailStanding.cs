using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Mails;

/// <summary>Where one mail stands, as the head of its page says it.</summary>
internal static class MailStanding
{
    public static string Title(MailView mail, TimeFormat clock) =>
        mail switch
        {
            { Waits: true, Misses: true } => "Pending, and will miss its deadline",
            { Waits: true, SendAt: { } at } => $"Pending, goes {clock.At(at)}",
            _ => MailStatusWords.Title(mail.State),
        };

    public static HealthLevel Level(MailView mail) =>
        mail switch
        {
            { Waits: true, Misses: true } => HealthLevel.Bad,
            { Waits: true, Misses: false } => HealthLevel.Good,
            _ => MailStatusWords.LevelOf(mail.State),
        };
}
