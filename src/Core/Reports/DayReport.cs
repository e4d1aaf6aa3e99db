using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Core.Reports;

/// <summary>
/// A day in numbers that add up: what waited when it began, plus what was new, is what was sent, expired, superseded,
/// parked or waits on. With what the credits were spent on, what missed, and which plan would have been enough.
/// </summary>
public sealed record DayReport
{
    public required DayCounts Counts { get; init; }

    /// <summary>Mails that waited when the day began.</summary>
    public required int BroughtForward { get; init; }

    /// <summary>Mails that wait at its end, or now.</summary>
    public required int Waiting { get; init; }

    /// <summary>By template, those with most mails first.</summary>
    public required IReadOnlyList<TemplateTally> Templates { get; init; }

    /// <summary>Mails sent by how near their deadline was then: all of the classes.</summary>
    public required IReadOnlyList<KeyValuePair<UrgencyClass, int>> SentByClass { get; init; }

    /// <summary>Of the mails sent, those whose attempt began before their deadline.</summary>
    public required int SentOnTime { get; init; }

    /// <summary>
    /// Mails that were due on the day and not sent. They may be seen to have expired, and be counted as such in the
    /// counts, at the first run of the next day.
    /// </summary>
    public required int Missed { get; init; }

    /// <summary>Of the mails sent, those that reached nobody: bounced, blocked, failed.</summary>
    public required int ReachedNobody { get; init; }

    /// <summary>Of the mails sent, those that the provider says it delivered.</summary>
    public required int Delivered { get; init; }

    /// <summary>Of these, those that were delivered before their deadline.</summary>
    public required int DeliveredOnTime { get; init; }

    /// <summary>Of the mails that missed, those that came when their deadline had passed: no plan saves them.</summary>
    public required int TooLateForAnyPlan { get; init; }

    /// <summary>
    /// The smallest daily credits with which nothing that had come by the day's end and was due on it or later would
    /// miss, were they spent by somebody who knew what comes (<see cref="Reports.SufficientCredits"/>). Judged by the
    /// mails that the journal tells of; null when it does not tell when one of them came.
    /// </summary>
    public int? SufficientCredits { get; init; }

    /// <summary>The last day on which one of those mails is due; null when there is none.</summary>
    public DateOnly? LastDue { get; init; }

    /// <summary>The day goes on: what comes today may need more.</summary>
    public bool GoesOn { get; init; }

    /// <summary>What happened, in one sentence without an end.</summary>
    public string Outcome =>
        (Counts.Sent, Missed) switch
        {
            (0, 0) => "nothing was sent, nothing missed",
            (0, _) => $"nothing was sent, {TimeFormat.Count(Missed, "mail")} missed",
            _ => $"{TimeFormat.Count(Counts.Sent, "mail")} sent"
                + (SentOnTime == Counts.Sent ? " on time" : $", {Number(SentOnTime)} of them on time")
                + (Counts.CreditsSpent == Counts.Sent ? "" : $" for {TimeFormat.Count(Counts.CreditsSpent, "credit")}")
                + $", {(Missed == 0 ? "none" : Number(Missed))} missed",
        };

    /// <summary>What the provider tells of the mails sent, in one sentence without an end; null when it told
    /// nothing.</summary>
    public string? Delivery =>
        Delivered + ReachedNobody + Counts.Suppressed == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Delivered} delivered, {DeliveredOnTime} of them on time; {TimeFormat.Count(ReachedNobody, "mail")} "
            ) + $"reached nobody; {TimeFormat.Count(Counts.CreditsSaved, "credit")} saved by not sending";

    /// <summary>Which plan would have been enough, in one sentence without an end.</summary>
    public string Plan =>
        SufficientCredits switch
        {
            null =>
                "what plan would have been enough can't be told: the journal does not tell when each of its mails came",
            0 => $"{Yet}nothing that came was still to be sent, so any plan would have been enough",
            { } enough =>
                $"{Yet}{TimeFormat.Count(enough, "credit")} a day, well spent, would be enough for all that had "
                    + $"come{(LastDue is { } last ? $", due until {Words(last)}" : "")}"
                    + (Counts.CreditsLeft is { } left ? $"; the day had {Number(Counts.CreditsSpent + left)}" : "")
                    + (
                        TooLateForAnyPlan == 0
                            ? ""
                            : $"; {Number(TooLateForAnyPlan)} of those that missed came after their deadlines"
                    ),
        };

    /// <param name="now">What is due until then and still waits has missed too.</param>
    public static DayReport Of(Projection memory, DateOnly date, CreditDay day, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(day);
        var mails = memory.Mails;
        var (counts, broughtForward) = (memory.Days.Of(date), memory.Days.BroughtForward(date));
        var sent = mails.Where(m => m.Settled is Settlement.Sent && day.Of(m.SettledAt) == date).ToList();
        var missed = mails
            .Where(m =>
                HasMissed(m, now) && day.Of(m.Deadline > m.Arrived ? m.Deadline.AddTicks(-1) : m.Arrived) == date
            )
            .ToList();
        var (start, until) = (day.StartOf(date), day.ResetAfter(day.StartOf(date)));
        var demand = Demand(mails, start, until);
        return new DayReport
        {
            Counts = counts,
            BroughtForward = broughtForward,
            Waiting = broughtForward + counts.Asked - counts.SettledInAll,
            Templates =
            [
                .. sent.Concat(missed)
                    .GroupBy(m => m.Template)
                    .Select(g => new TemplateTally(
                        MailTemplate.NameOf(g.Key),
                        g.Count(m => m.Settled is Settlement.Sent),
                        g.Count(m => m.Settled is not Settlement.Sent)
                    ))
                    .OrderByDescending(t => t.Sent + t.Missed)
                    .ThenBy(t => t.Template, StringComparer.Ordinal),
            ],
            SentByClass =
            [
                .. Enum.GetValues<UrgencyClass>()
                    .Select(c =>
                        KeyValuePair.Create(c, sent.Count(m => UrgencyClasses.Of(m.Deadline, AttemptOf(m)) == c))
                    ),
            ],
            Missed = missed.Count,
            ReachedNobody = sent.Count(m => m.Delivery.HasFailed),
            Delivered = sent.Count(m => m.Delivery.HasReached),
            DeliveredOnTime = sent.Count(m =>
                m.Delivery is { HasReached: true, DeliveredAt: { } at } && at < m.Deadline
            ),
            SentOnTime = sent.Count(m => AttemptOf(m) < m.Deadline),
            TooLateForAnyPlan = missed.Count(m => m.ArrivalIsKnown && m.Deadline <= m.Arrived),
            SufficientCredits =
                memory.Since is { } since && day.Of(since) <= date && demand is not null
                    ? Reports.SufficientCredits.Of(
                        demand.SelectMany(m => Enumerable.Repeat((m.Arrived, m.Deadline), m.Credits)),
                        day,
                        d => d >= date
                    )
                    : null,
            LastDue = demand?.Where(m => m.Deadline > start).Select(m => (DateOnly?)DueOn(m, day)).Max(),
            GoesOn = now < until,
        };
    }

    // Of a day that goes on nobody knows what plan will have been enough.
    private string Yet => GoesOn ? "not known yet: the day goes on; by now " : "";

    /// <summary>What had come by the day's end and needed a credit; null when the journal does not tell when.</summary>
    private static List<MailState>? Demand(
        IReadOnlyCollection<MailState> mails,
        DateTimeOffset start,
        DateTimeOffset until
    )
    {
        var wanted = mails
            .Where(m =>
                m.Arrived < until
                && m.Deadline > DateTimeOffset.UnixEpoch
                // What was withdrawn, parked or coalesced by then needed no credit.
                && (m.Settled is null or Settlement.Sent or Settlement.Expired || m.SettledAt >= until)
            )
            .ToList();
        return wanted.Exists(m => !m.ArrivalIsKnown && m.Deadline > start) ? null : wanted;
    }

    private static DateOnly DueOn(MailState mail, CreditDay day) =>
        mail.Deadline < DateTimeOffset.MaxValue ? day.Of(mail.Deadline.AddTicks(-1)) : DateOnly.MinValue;

    private static string Words(DateOnly date) => date.ToString("d MMMM", CultureInfo.InvariantCulture);

    private static bool HasMissed(MailState mail, DateTimeOffset now) =>
        mail.Settled is Settlement.Expired
        || (mail is { Settled: null, IsInFlight: false, ArrivalIsKnown: true } && mail.Deadline <= now);

    // The answer may have come after the deadline; what counts is when the mail left.
    private static DateTimeOffset AttemptOf(MailState mail) => mail.AttemptedAt ?? mail.SettledAt;

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
