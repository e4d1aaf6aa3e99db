using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Days;

/// <summary>What became of some mails, by the hour of the day.</summary>
/// <param name="Name">The style sheet's class.</param>
/// <param name="Hours">24 counts.</param>
internal sealed record HourSeries(string Name, string Words, IReadOnlyList<int> Hours)
{
    /// <summary>Those that are stacked first come first.</summary>
    public static IReadOnlyList<HourSeries> Of(DayHours day) =>
        [
            new("sent", "sent", day.Sent),
            new("retried", "put off and retried", day.Retried),
            new("parked", "parked", day.Parked),
            new("superseded", "superseded", day.Superseded),
            new("coalesced", "coalesced", day.Coalesced),
            new("expired", "expired", day.Expired),
        ];
}
