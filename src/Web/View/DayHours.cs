using MailDispatcher.Core.Journal;

namespace MailDispatcher.Web.View;

/// <summary>The day so far: what happened to mails, by hour of the day (0..23) in the dispatcher's zone.</summary>
public sealed record DayHours
{
    public required DateOnly Day { get; init; }

    /// <summary>Mails first seen today.</summary>
    public required int Asked { get; init; }

    public required IReadOnlyList<int> Sent { get; init; }

    /// <summary>Of the mails sent today, those that got to nobody, as far as the provider has told.</summary>
    public int ReachedNobody { get; init; }

    /// <summary>Of the mails sent today, those that their readers called spam.</summary>
    public int Complained { get; init; }

    public required IReadOnlyList<int> Expired { get; init; }

    public required IReadOnlyList<int> Superseded { get; init; }

    public required IReadOnlyList<int> Coalesced { get; init; }

    public required IReadOnlyList<int> Parked { get; init; }

    /// <summary>Attempts put off to be tried again.</summary>
    public required IReadOnlyList<int> Retried { get; init; }

    public static DayHours Of(DayCounts counts) =>
        new()
        {
            Day = counts.Day,
            Asked = counts.Asked,
            Sent = counts.SentByHour,
            ReachedNobody = counts.ReachedNobody,
            Complained = counts.Complained,
            Expired = counts.ExpiredByHour,
            Superseded = counts.SupersededByHour,
            Coalesced = counts.CoalescedByHour,
            Parked = counts.ParkedByHour,
            Retried = counts.DeferredByHour,
        };
}
