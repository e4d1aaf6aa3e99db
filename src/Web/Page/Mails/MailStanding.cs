using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Mails;

/// <summary>Where one mail stands, as the head of its page says it.</summary>
internal static class MailStanding
{
    public static string Title(MailView mail, TimeFormat clock) =>
        mail switch
        {
            { State: "waiting", Misses: true } => "Waiting, and will miss its deadline",
            { State: "waiting", SendAt: { } at } => $"Waiting, goes {clock.At(at)}",
            _ => char.ToUpperInvariant(mail.State[0]) + mail.State[1..],
        };

    public static HealthLevel Level(MailView mail) =>
        mail switch
        {
            { State: "waiting", Misses: true } or { State: "expired" or "missing" } => HealthLevel.Bad,
            { State: "parked" or "uncertain" } => HealthLevel.Notice,
            { State: "waiting", Misses: null } => HealthLevel.Unknown,
            _ => HealthLevel.Good,
        };
}
