using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Outcomes;

namespace MailDispatcher.Policy.Tests;

/// <summary>What an app is told of each event of the journal.</summary>
public sealed class OutcomeProjectionTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);
    private static readonly Guid Mail = Guid.Parse("0192d2a0-0000-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("0192d2a0-0000-7000-8000-000000000002");

    private static readonly MailOrigin Origin = new()
    {
        App = "shop",
        Ref = "order-77",
        Template = 50,
        Deadline = At.AddDays(1),
        Data = JsonDocument.Parse("1").RootElement,
        UnknownFields = ["dedline"],
    };

    public static TheoryData<JournalEvent, MailOutcomeKind?> Events =>
        new()
        {
            {
                new JournalEvent.AtRisk
                {
                    At = At,
                    Mail = Mail,
                    Reason = "r",
                },
                MailOutcomeKind.AtRisk
            },
            {
                new JournalEvent.AtRisk
                {
                    At = At,
                    Mail = Mail,
                    IsOver = true,
                    Expected = At.AddHours(1),
                },
                MailOutcomeKind.Scheduled
            },
            {
                new JournalEvent.Requested
                {
                    At = At,
                    Mail = Mail,
                    Arrived = At,
                    Deadline = At,
                    Template = 50,
                },
                MailOutcomeKind.Accepted
            },
            {
                new JournalEvent.Requested
                {
                    At = At,
                    Mail = Mail,
                    Arrived = At,
                    Deadline = At,
                    Template = 0,
                    Cancel = true,
                },
                null
            },
            {
                new JournalEvent.Accepted
                {
                    At = At,
                    Mail = Mail,
                    Evidence = default,
                },
                MailOutcomeKind.Sent
            },
            {
                new JournalEvent.Deferred
                {
                    At = At,
                    Mail = Mail,
                    Reason = "r",
                    Until = At.AddHours(1),
                },
                MailOutcomeKind.Scheduled
            },
            {
                new JournalEvent.Deferred
                {
                    At = At,
                    Mail = Mail,
                    Reason = "r",
                },
                null
            },
            {
                new JournalEvent.Expired
                {
                    At = At,
                    Mail = Mail,
                    Deadline = At,
                    Template = 50,
                },
                MailOutcomeKind.Expired
            },
            {
                new JournalEvent.Superseded
                {
                    At = At,
                    Mail = Mail,
                    By = Other,
                },
                MailOutcomeKind.Superseded
            },
            {
                new JournalEvent.Superseded
                {
                    At = At,
                    Mail = Mail,
                    By = Other,
                    ByCancel = true,
                },
                MailOutcomeKind.Cancelled
            },
            {
                new JournalEvent.Coalesced
                {
                    At = At,
                    Mail = Mail,
                    With = Other,
                },
                MailOutcomeKind.Coalesced
            },
            {
                new JournalEvent.Parked
                {
                    At = At,
                    Mail = Mail,
                    Cause = "unreadable",
                    Reason = "deadline: not a time",
                    Number = 1,
                },
                MailOutcomeKind.Parked
            },
            {
                new JournalEvent.Discarded
                {
                    At = At,
                    Mail = Mail,
                    By = "operator",
                },
                MailOutcomeKind.Discarded
            },
            {
                new JournalEvent.Duplicate { At = At, Mail = Mail },
                null
            },
            {
                new JournalEvent.ProviderFault
                {
                    At = At,
                    Open = true,
                    Reason = "r",
                },
                null
            },
        };

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void OutcomeOf_Event_TellsTheAppOfItsMail(JournalEvent happened, MailOutcomeKind? kind)
    {
        var outcome = OutcomeProjection.OutcomeOf(happened, Origin, "17");
        Assert.Equal(kind, outcome?.Kind);
        if (outcome is null)
            return;
        Assert.Equal(
            ("17", Mail, "shop", "order-77", 50),
            (outcome.EventId, outcome.Mail, outcome.App, outcome.Ref, outcome.Template)
        );
        Assert.Equal(["dedline"], outcome.UnknownFields!);
        Assert.Equal(outcome.Kind is MailOutcomeKind.Parked ? "deadline" : null, outcome.Field);
        Assert.NotNull(MailOutcomeCodec.Decode(MailOutcomeCodec.Encode(outcome)));
    }
}
