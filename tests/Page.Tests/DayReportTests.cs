using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>What a day's report makes of the journal.</summary>
public sealed class DayReportTests
{
    private static readonly CreditDay Recife = new(TimeZoneInfo.FindSystemTimeZoneById("America/Recife"));
    private static readonly DateOnly Friday = new(2026, 11, 20);
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(-3));

    private readonly Projection _memory = new(Recife.Zone, new ValueTable());

    [Fact]
    public void Day_WithTooFewCredits_TellsWhatTheyWentToAndWhatWouldHaveDone()
    {
        _memory.Apply(
            new JournalEvent.CreditsRead
            {
                At = Morning,
                Remaining = 3,
                Daily = true,
            }
        );
        var mails = Enumerable
            .Range(0, 5)
            .Select(i =>
                Ask(Morning, Morning.AddHours(10), i < 4 ? MailTemplate.MentoringCancelled : MailTemplate.NotSelected)
            )
            .ToList();
        Ask(Morning, Morning.AddDays(6));
        Send(mails[0], Morning.AddHours(1));
        Send(mails[1], Morning.AddHours(1));
        Send(Ask(Morning, Morning.AddDays(2)), Morning.AddHours(2));
        foreach (var mail in mails.Skip(2))
            Expire(mail, Morning.AddHours(10.5), Morning.AddHours(10));
        _memory.Apply(
            new JournalEvent.CreditsRead
            {
                At = Morning.AddDays(1),
                Remaining = 77,
                Daily = true,
            }
        );

        var report = DayReport.Of(_memory, Friday, Recife, Morning.AddDays(2));
        Assert.Equal("3 mails sent on time, 3 missed", report.Outcome);
        Assert.Equal(
            [
                new TemplateTally("mentoring_cancelled", 2, 2),
                new TemplateTally("confirmation_to_mentored", 1, 0),
                new TemplateTally("not_selected", 0, 1),
            ],
            report.Templates
        );
        Assert.Equal([2, 1, 0], report.SentByClass.Select(c => c.Value));
        Assert.Equal((5, 1, 0), (report.SufficientCredits, report.Waiting, report.Counts.CreditsLeft));
        Assert.Equal(
            "5 credits a day, well spent, would be enough for all that had come, due until 26 November; the day had 3",
            report.Plan
        );
        Assert.Contains("mentoring_cancelled              2       2", report.ToText(), StringComparison.Ordinal);
        var json = JsonDocument.Parse(report.ToJson()).RootElement;
        Assert.Equal(2, json.GetProperty("missed_by_template").GetProperty("mentoring_cancelled").GetInt32());
        Assert.Equal(5, json.GetProperty("sufficient_credits").GetInt32());
    }

    [Fact]
    public void Days_SharingAMail_NeedItOnOneOfThemOnly()
    {
        var yesterday = Morning.AddDays(-1);
        foreach (var _ in Enumerable.Range(0, 6))
            Send(Ask(yesterday, Morning.AddHours(4)), Morning);
        foreach (var _ in Enumerable.Range(0, 2))
            Send(Ask(Morning, Morning.AddHours(4)), Morning);
        Assert.Equal(4, DayReport.Of(_memory, Friday, Recife, Morning.AddDays(2)).SufficientCredits);
        Assert.Equal(3, DayReport.Of(_memory, Friday.AddDays(-1), Recife, Morning.AddDays(2)).SufficientCredits);
    }

    [Fact]
    public void Plan_CoversWhatWaitsAndSaysTheSameLater()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Send(Ask(Morning, Morning.AddHours(4)), Morning.AddHours(1));
        foreach (var _ in Enumerable.Range(0, 17))
            Ask(Morning, Morning.AddDays(1));
        var now = DayReport.Of(_memory, Friday, Recife, Morning.AddHours(5));
        Assert.StartsWith(
            "not known yet: the day goes on; by now 10 credits a day",
            now.Plan,
            StringComparison.Ordinal
        );
        const string Then =
            "10 credits a day, well spent, would be enough for all that had come, due until 21 November";
        Assert.Equal(Then, DayReport.Of(_memory, Friday, Recife, Morning.AddDays(1)).Plan);
        foreach (var _ in Enumerable.Range(0, 40))
            Ask(Morning.AddDays(1), Morning.AddDays(2));
        Assert.Equal(Then, DayReport.Of(_memory, Friday, Recife, Morning.AddDays(10)).Plan);
    }

    [Fact]
    public void Mail_WhoseMissIsSeenTheNextDay_MissedOnTheDayItWasDue()
    {
        var mails = Enumerable.Range(0, 9).Select(_ => Ask(Morning, Morning.AddHours(15))).ToList();
        foreach (var mail in mails.Take(8))
            Send(mail, Morning.AddHours(1));
        Expire(mails[8], Morning.AddHours(16), Morning.AddHours(15));
        var report = DayReport.Of(_memory, Friday, Recife, Morning.AddDays(2));
        Assert.Equal("8 mails sent on time, 1 missed", report.Outcome);
        Assert.Equal((9, 0, 1), (report.SufficientCredits, report.Counts.Expired, report.Waiting));
        Assert.Equal(
            "nothing was sent, nothing missed",
            DayReport.Of(_memory, Friday.AddDays(1), Recife, Morning.AddDays(2)).Outcome
        );
    }

    [Fact]
    public void Mail_ThatIsDueAndStillWaits_HasMissed()
    {
        Ask(Morning, Morning.AddHours(2));
        Assert.Equal(1, DayReport.Of(_memory, Friday, Recife, Morning.AddHours(2)).Missed);
        Assert.Equal(0, DayReport.Of(_memory, Friday, Recife, Morning.AddHours(1)).Missed);
    }

    [Fact]
    public void Mail_ThatCameAfterItsDeadline_IsSavedByNoPlan()
    {
        Expire(Ask(Morning, Morning.AddHours(-1)), Morning, Morning.AddHours(-1));
        var report = DayReport.Of(_memory, Friday, Recife, Morning.AddDays(2));
        Assert.Equal((0, 1), (report.SufficientCredits, report.TooLateForAnyPlan));
    }

    [Fact]
    public void Mail_AnsweredAfterItsDeadline_WasOnTimeWhenItsAttemptWas()
    {
        Send(Ask(Morning, Morning.AddHours(1)), Morning.AddMinutes(59), answered: Morning.AddHours(3));
        Assert.Equal(
            "1 mail sent on time, none missed",
            DayReport.Of(_memory, Friday, Recife, Morning.AddDays(2)).Outcome
        );
    }

    [Fact]
    public void Plan_WhenTheJournalNoLongerTellsAnArrival_CannotBeTold()
    {
        Send(Ask(Morning.AddDays(-2), Morning.AddDays(3)), Morning);
        Expire(Guid.NewGuid(), Morning.AddHours(2), Morning.AddHours(1));
        var report = DayReport.Of(_memory, Friday, Recife, Morning.AddDays(2));
        Assert.Null(report.SufficientCredits);
        Assert.Contains("can't be told", report.Plan, StringComparison.Ordinal);
        Assert.Null(DayReport.Of(_memory, Friday.AddDays(-3), Recife, Morning.AddDays(2)).SufficientCredits);
    }

    private Guid Ask(
        DateTimeOffset arrived,
        DateTimeOffset deadline,
        int template = MailTemplate.ConfirmationToMentored
    )
    {
        var mail = Guid.NewGuid();
        _memory.Apply(
            new JournalEvent.Requested
            {
                At = arrived,
                Mail = mail,
                Arrived = arrived,
                Deadline = deadline,
                Template = template,
            }
        );
        return mail;
    }

    private void Send(Guid mail, DateTimeOffset at, DateTimeOffset? answered = null)
    {
        var known = _memory.Find(mail)!;
        _memory.Apply(
            new JournalEvent.Attempted
            {
                At = at,
                Mail = mail,
                Key = mail,
                Urgency = 200,
                Template = known.Template,
            }
        );
        _memory.Apply(
            new JournalEvent.Accepted
            {
                At = answered ?? at.AddSeconds(1),
                Mail = mail,
                Evidence = Evidence.Answer,
            }
        );
    }

    private void Expire(Guid mail, DateTimeOffset at, DateTimeOffset deadline) =>
        _memory.Apply(
            new JournalEvent.Expired
            {
                At = at,
                Mail = mail,
                Deadline = deadline,
                Template = _memory.Find(mail)?.Template ?? MailTemplate.NotSelected,
            }
        );
}
