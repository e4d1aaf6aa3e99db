using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Outcomes;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Reports;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>What the provider tells of mails that it took: in any order, as often as it likes.</summary>
public sealed class DeliveryTests
{
    private const int Mails = 4000;
    private static readonly AddressKeys Keys = new([new string('k', AddressKeys.ShortestSecret)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reports_TenThousandShuffledDoubledAndCut_GiveTheStatesOfThoseInOrder(int seed)
    {
        var random = new Random(seed);
        var truth = Enumerable.Range(1, Mails).SelectMany(n => Told(n, random)).ToList();
        Assert.True(truth.Count >= 10_000, $"{truth.Count} reports");
        var told = truth.Concat(truth.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(told);
        var inOrder = Fold(Sent().Concat(truth));
        // A restart folds what the journal has so far, and hears some of it again.
        var cut = random.Next(told.Length);
        var restarted = Fold([.. Sent(), .. told[..cut], .. told[..(cut / 2)], .. told[cut..]]);

        for (var n = 1; n <= Mails; n++)
            Assert.Equal(inOrder.Find(IdOf(n))!.Delivery, restarted.Find(IdOf(n))!.Delivery);
        Assert.Equal(
            inOrder.Suppressed.At(Now.AddHours(1)).Where(e => e.Until is null).Select(e => e.Address).Order(),
            restarted.Suppressed.At(Now.AddHours(1)).Where(e => e.Until is null).Select(e => e.Address).Order()
        );
        Assert.Equal(Report(inOrder), Report(restarted));
        Assert.Equal(Mails, restarted.Days.Of(new DateOnly(2026, 11, 21)).Sent);

        Assert.Equal(
            truth
                .OfType<JournalEvent.ProviderReported>()
                .Where(t => t.Report is ProviderEventKind.Complained)
                .DistinctBy(t => t.Mail)
                .Count(),
            restarted.Days.Of(new DateOnly(2026, 11, 21)).Complained
        );

        static (int, int, int) Report(Projection memory)
        {
            var zone = new CreditDay(TimeZoneInfo.FindSystemTimeZoneById("America/Recife"));
            var report = DayReport.Of(memory, new DateOnly(2026, 11, 21), zone, Now.AddDays(1));
            Assert.Equal(report.ReachedNobody, report.Counts.ReachedNobody);
            return (report.Delivered, report.DeliveredOnTime, report.ReachedNobody);
        }
    }

    [Fact]
    public void Outcomes_OfShuffledAndDoubledReports_TellEachChangeOnce()
    {
        var fold = new OutcomeFold();
        var told = new List<string>();
        var number = 0;
        foreach (
            var happened in Sent(1)
                .Concat([
                    Reported(1, ProviderEventKind.Delivered),
                    Reported(1, ProviderEventKind.Delivered),
                    Reported(1, ProviderEventKind.Deferred),
                    Reported(1, ProviderEventKind.Complained),
                    Reported(1, ProviderEventKind.Complained),
                    Reported(2, ProviderEventKind.Delivered),
                ])
        )
            if (fold.Apply(happened, number++, 0) is { } receipt)
                told.Add(Contracts.MailOutcomeNames.Of(receipt.Outcome.Kind));
        Assert.Equal(["accepted", "sent", "delivered", "complained"], told);
    }

    [Theory]
    [InlineData("copy@example.com", true, null, "accepted sent")]
    [InlineData("ana@example.com", true, ProviderEventKind.HardBounced, "accepted sent bounced")]
    [InlineData("copy@example.com", false, ProviderEventKind.HardBounced, "accepted sent bounced")]
    public void Report_OfACopy_SaysNothingOfTheMailAndAllOfTheAddress(
        string bounced,
        bool hasCopy,
        ProviderEventKind? standing,
        string outcomes
    )
    {
        var asked = new JournalEvent.Requested
        {
            At = Now,
            Mail = IdOf(1),
            Arrived = Now,
            Deadline = Now.AddDays(3),
            Template = 7,
            Credits = hasCopy ? 2 : null,
            Person = Keys.Of("ana@example.com"),
        };
        JournalEvent[] happened =
        [
            asked,
            Attempted(IdOf(1)) with
            {
                Credits = asked.Credits,
            },
            Accepted(IdOf(1)),
            Reported(1, ProviderEventKind.HardBounced, bounced),
        ];
        var memory = Fold(happened);
        Assert.Equal(standing, memory.Find(IdOf(1))!.Delivery.Standing);
        Assert.Equal(Keys.Of(bounced), Assert.Single(memory.Suppressed.At(Now.AddHours(1))).Address);

        var fold = new OutcomeFold();
        var told = happened
            .Select((entry, number) => fold.Apply(entry, number, 0))
            .OfType<OutcomeReceipt>()
            .Select(receipt => Contracts.MailOutcomeNames.Of(receipt.Outcome.Kind));
        Assert.Equal(outcomes, string.Join(' ', told));
    }

    [Fact]
    public void Report_OfAMailThatTheJournalDoesNotKnow_CountsNothing()
    {
        var memory = Fold([Reported(7, ProviderEventKind.Delivered)]);
        Assert.Null(memory.Find(IdOf(7)));
        Assert.Equal(0, memory.Days.Of(new DateOnly(2026, 11, 21)).Asked);
    }

    [Fact]
    public void Mails_ThatReachedNobody_CountOnceOnTheDayOnWhichTheyWereSentWheneverThatIsTold()
    {
        var (sent, next) = (new DateOnly(2026, 11, 21), new DateOnly(2026, 11, 22));
        var memory = Fold([
            // Told before the answer to the attempt is known.
            Asked(IdOf(1)),
            Attempted(IdOf(1)),
            Reported(1, ProviderEventKind.HardBounced),
            Accepted(IdOf(1)),
            .. Sent(2),
            Reported(2, ProviderEventKind.HardBounced),
            Reported(2, ProviderEventKind.Blocked),
            // The next day, twice.
            .. Sent(3),
            Reported(3, ProviderEventKind.HardBounced, minutes: 24 * 60),
            Reported(3, ProviderEventKind.HardBounced, minutes: 25 * 60),
            // It was delivered after all.
            .. Sent(4),
            Reported(4, ProviderEventKind.SoftBounced),
            Reported(4, ProviderEventKind.Delivered),
            .. Sent(5),
            Reported(5, ProviderEventKind.Complained),
            Reported(5, ProviderEventKind.Delivered),
            // Of this one nothing is told.
            .. Sent(6),
        ]);
        var day = memory.Days.Of(sent);
        Assert.Equal((6, 3, 1), (day.Sent, day.ReachedNobody, day.Complained));
        Assert.Equal(3, day.ReachedNobodyByHour[10]);
        Assert.Equal((0, 0), (memory.Days.Of(next).Sent, memory.Days.Of(next).ReachedNobody));
        Assert.Equal(new RecentSends(6, 3), memory.Days.LastDay(Now));
        Assert.Equal(new RecentSends(6, 3), memory.Days.LastDay(Now.AddHours(22)));
        Assert.Equal(new RecentSends(0, 0), memory.Days.LastDay(Now.AddHours(24)));
        Assert.Equal(new RecentSends(0, 0), memory.Days.LastDay(Now.AddDays(2)));
    }

    [Theory]
    [InlineData("Delivered SoftBounced", "Delivered")]
    [InlineData("Delivered HardBounced", "HardBounced")]
    [InlineData("Deferred Delivered", "Delivered")]
    [InlineData("Delivered Complained", "Complained")]
    [InlineData("Unsubscribed Delivered", "Unsubscribed")]
    public void State_OfSeveralReports_IsTheSameInEitherOrder(string kinds, string standing)
    {
        var parsed = kinds.Split(' ').Select(Enum.Parse<ProviderEventKind>).ToList();
        foreach (var order in new[] { parsed, [.. parsed.AsEnumerable().Reverse()] })
        {
            var state = order.Aggregate(new DeliveryState(), (s, kind) => s.With(kind, Now));
            Assert.Equal(Enum.Parse<ProviderEventKind>(standing), state.Standing);
        }
    }

    [Fact]
    public void Suppression_SoftBounces_HoldAnAddressBackAfterThreeMailsAndForAWeek()
    {
        var (two, three) = (Soft(2), Soft(3));
        Assert.Empty(two.Suppressed.At(Now));
        var entry = Assert.Single(three.Suppressed.At(Now));
        Assert.Equal((SuppressionCause.SoftBounced, Now + SuppressionList.SoftLasts), (entry.Cause, entry.Until));
        Assert.Empty(three.Suppressed.At(Now + SuppressionList.SoftLasts));

        Projection Soft(int mails) =>
            Fold(
                Enumerable
                    .Range(1, mails)
                    .SelectMany(Sent)
                    .Concat(
                        Enumerable
                            .Range(1, mails)
                            .SelectMany(n =>
                                Enumerable.Repeat(Reported(n, ProviderEventKind.SoftBounced, "ana@example.com"), 3)
                            )
                    )
            );
    }

    [Fact]
    public void Suppression_Released_IsNotHeldBackByWhatHappenedBefore()
    {
        var key = Keys.Of("ana@example.com")!;
        var memory = Fold([
            .. Sent(1),
            Reported(1, ProviderEventKind.HardBounced, "Ana@Example.com"),
            new JournalEvent.AddressReleased
            {
                At = Now.AddHours(1),
                Address = key,
                By = "olga",
            },
            Reported(1, ProviderEventKind.HardBounced, "ana@example.com"),
        ]);
        Assert.Empty(memory.Suppressed.At(Now.AddHours(2)));
        memory.Apply(
            new JournalEvent.AddressesSuppressed
            {
                At = Now.AddHours(3),
                Entries = [new(key, SuppressionCause.Blocked, Now.AddHours(3))],
            }
        );
        Assert.NotNull(memory.Suppressed.Find([key], Now.AddHours(4)));
    }

    [Fact]
    public void Codec_OfTheNewKinds_ReadsWhatItWrote()
    {
        foreach (
            var entry in new JournalEvent[]
            {
                Reported(1, ProviderEventKind.SoftBounced, "ana@example.com"),
                new JournalEvent.AddressesSuppressed
                {
                    At = Now,
                    Entries = [new("ab", SuppressionCause.Complained, Now, Now.AddDays(1), AtProvider: true)],
                },
                new JournalEvent.Suppressed
                {
                    At = Now,
                    Mail = Mail,
                    Cause = SuppressionCause.HardBounced,
                    Deadline = Now,
                    Template = 7,
                },
            }
        )
        {
            var json = EventCodec.Encode(entry);
            Assert.DoesNotContain("ana@", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
            Assert.Equal(json, EventCodec.Encode(EventCodec.Decode(json)!));
        }
    }

    [Fact]
    public void Keys_OfAFormerSecret_StillFindAnAddress()
    {
        var (old, present) = (new string('a', 32), new string('b', 32));
        Assert.Contains(
            new AddressKeys([old]).Of("ana@example.com"),
            new AddressKeys([present, old]).AllOf(" ANA@example.com")
        );
        Assert.NotEqual(
            new AddressKeys([old]).Of("ana@example.com"),
            new AddressKeys([present, old]).Of("ana@example.com")
        );
        Assert.Null(AddressKeys.None.Of("ana@example.com"));
    }

    private static IEnumerable<JournalEvent> Told(int number, Random random)
    {
        string address = $"person{number}@example.com";
        yield return Reported(number, ProviderEventKind.Deferred, address, random.Next(10));
        var remainder = number % 10;
        var last = remainder switch
        {
            0 => ProviderEventKind.HardBounced,
            1 => ProviderEventKind.SoftBounced,
            2 => ProviderEventKind.Blocked,
            _ => ProviderEventKind.Delivered,
        };
        yield return Reported(number, last, address, random.Next(10, 20));
        if (last is ProviderEventKind.Delivered && number % 3 != 0)
            yield return Reported(number, ProviderEventKind.Complained, address, random.Next(20, 90));
        else
            yield return Reported(number, ProviderEventKind.Deferred, address, random.Next(20, 90));
    }

    private static JournalEvent.ProviderReported Reported(
        int number,
        ProviderEventKind kind,
        string? address = null,
        int minutes = 0
    ) =>
        new JournalEvent.ProviderReported
        {
            At = Now.AddMinutes(minutes),
            Mail = IdOf(number),
            Report = kind,
            HappenedAt = Now.AddMinutes(minutes),
            Source = ReportSource.Webhook,
            Address = Keys.Of(address),
        };

    private static IEnumerable<JournalEvent> Sent() => Enumerable.Range(1, Mails).SelectMany(Sent);

    private static IEnumerable<JournalEvent> Sent(int number) =>
        [Asked(IdOf(number)), Attempted(IdOf(number)), Accepted(IdOf(number))];

    private static Guid IdOf(int number) => EngineUnderTest.IdOf(number);

    private static Projection Fold(IEnumerable<JournalEvent> events) => Memory(events);
}
