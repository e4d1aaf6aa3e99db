using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>Which addresses are held back, for how long, and what lets them go.</summary>
public sealed class SuppressionListTests
{
    private const string Ana = "ana";

    [Theory]
    [InlineData(ProviderEventKind.HardBounced, SuppressionCause.HardBounced)]
    [InlineData(ProviderEventKind.Complained, SuppressionCause.Complained)]
    [InlineData(ProviderEventKind.Unsubscribed, SuppressionCause.Unsubscribed)]
    [InlineData(ProviderEventKind.Blocked, SuppressionCause.Blocked)]
    public void Report_OfAnAddressThatNothingReaches_HoldsItForEver(ProviderEventKind told, SuppressionCause cause)
    {
        var list = Memory(Sent(1), Told(1, told)).Suppressed;
        var entry = list.Find(["other", Ana], Now.AddYears(10))!;
        Assert.Equal((Ana, cause, Now, null), (entry.Address, entry.Cause, entry.Since, entry.Until));
        Assert.Equal([entry], list.At(Now.AddYears(10)));
        Assert.Null(list.Find(["other"], Now));
        Assert.Equal(1, list.Version);
    }

    [Theory]
    [InlineData(ProviderEventKind.Delivered)]
    [InlineData(ProviderEventKind.Deferred)]
    [InlineData(ProviderEventKind.Failed)]
    [InlineData(ProviderEventKind.SoftBounced)]
    public void Report_ThatSaysNothingOfTheAddressYet_HoldsNothing(ProviderEventKind told) =>
        Assert.Empty(Memory(Sent(1), Told(1, told)).Suppressed.At(Now));

    [Fact]
    public void Report_WithoutAnAddress_HoldsNothing() =>
        Assert.Empty(
            Memory(Sent(1), Told(1, ProviderEventKind.HardBounced) with { Address = null }).Suppressed.At(Now)
        );

    [Fact]
    public void Report_OfAMailThatTheJournalNoLongerHas_HoldsItsAddress()
    {
        Assert.Single(Memory(Told(1, ProviderEventKind.HardBounced)).Suppressed.At(Now));
        // Three of those may be one, told thrice.
        var soft = Enumerable.Range(1, 3).Select(n => Told(n, ProviderEventKind.SoftBounced));
        Assert.Empty(Memory(soft).Suppressed.At(Now));
    }

    [Fact]
    public void ThreeMailsInARowThatComeBack_HoldTheAddressForAWeek()
    {
        var memory = Memory(Sent(1), Sent(2), Sent(3), Soft(1), Soft(2));
        Assert.Empty(memory.Suppressed.At(Now));
        memory.Apply(Soft(3));
        var entry = Assert.Single(memory.Suppressed.At(Now.AddDays(7).AddTicks(-1)));
        Assert.Equal((SuppressionCause.SoftBounced, Now, Now.AddDays(7)), (entry.Cause, entry.Since, entry.Until));
        Assert.Empty(memory.Suppressed.At(Now.AddDays(7)));
        Assert.Null(memory.Suppressed.Find([Ana], Now.AddDays(7)));
    }

    [Fact]
    public void OneMailThatComesBackThreeTimes_HoldsNothing() =>
        Assert.Empty(Memory(Sent(1), Soft(1), Soft(1), Soft(1)).Suppressed.At(Now));

    [Fact]
    public void Delivery_Between_BeginsTheRowAnew()
    {
        var memory = Memory(Sent(1), Sent(2), Sent(3), Sent(4), Soft(1), Soft(2));
        memory.Apply(Told(3, ProviderEventKind.Delivered));
        memory.Apply(Soft(4));
        Assert.Empty(memory.Suppressed.At(Now));
    }

    [Fact]
    public void RowThatHasHeldOnce_BeginsAnew()
    {
        var memory = Memory(Enumerable.Range(1, 5).Select(Sent));
        for (var n = 1; n <= 5; n++)
            memory.Apply(Soft(n) with { HappenedAt = Now.AddDays(n) });
        Assert.Equal(Now.AddDays(10), Assert.Single(memory.Suppressed.At(Now)).Until);
    }

    [Fact]
    public void Stricter_OfTwoEntries_HoldsInEitherOrder()
    {
        var forEver = new SuppressionEntry(Ana, SuppressionCause.Blocked, Now);
        var forADay = new SuppressionEntry(Ana, SuppressionCause.SoftBounced, Now, Now.AddDays(1));
        var forAnHour = forADay with { Until = Now.AddHours(1) };
        Assert.Equal([forEver], Memory(Held(forADay), Held(forEver)).Suppressed.At(Now));
        Assert.Equal([forEver], Memory(Held(forEver), Held(forADay)).Suppressed.At(Now));
        Assert.Equal([forADay], Memory(Held(forAnHour), Held(forADay)).Suppressed.At(Now));
        Assert.Equal([forADay], Memory(Held(forADay), Held(forAnHour)).Suppressed.At(Now));
        Assert.Equal(1, Memory(Held(forEver), Held(forEver)).Suppressed.Version);
    }

    [Fact]
    public void Entry_ThatTheProviderHasToo_SaysSoWhicheverCameFirst()
    {
        var ours = new SuppressionEntry(Ana, SuppressionCause.HardBounced, Now);
        var theirs = new SuppressionEntry(Ana, SuppressionCause.Blocked, Now, AtProvider: true);
        Assert.Equal([ours with { AtProvider = true }], Memory(Held(ours), Held(theirs)).Suppressed.At(Now));
        Assert.Equal([theirs], Memory(Held(theirs), Held(ours)).Suppressed.At(Now));
        var passing = ours with { Until = Now.AddDays(1) };
        Assert.Equal(
            [ours with { AtProvider = true }],
            Memory(Held(passing with { AtProvider = true }), Held(ours)).Suppressed.At(Now)
        );
        Assert.Equal([ours], Memory(Held(passing), Held(ours)).Suppressed.At(Now));
    }

    [Fact]
    public void Release_LetsTheAddressGo_AndOnlyWhatIsNewerHoldsItAgain()
    {
        var entry = new SuppressionEntry(Ana, SuppressionCause.HardBounced, Now);
        var memory = Memory(Held(entry), Released(Now.AddHours(1)));
        Assert.Empty(memory.Suppressed.At(Now));
        memory.Apply(Held(entry with { Since = Now.AddHours(1) }));
        Assert.Empty(memory.Suppressed.At(Now));
        memory.Apply(Held(entry with { Since = Now.AddHours(1).AddTicks(1) }));
        Assert.Single(memory.Suppressed.At(Now));
    }

    [Fact]
    public void Release_ForgetsWhatCameBackBefore()
    {
        var memory = Memory(Sent(1), Sent(2), Sent(3), Soft(1), Soft(2), Released(Now.AddHours(-1)), Soft(3));
        Assert.Empty(memory.Suppressed.At(Now));
    }

    private static JournalEvent Sent(int mail) => Accepted(IdOf(mail));

    private static JournalEvent.ProviderReported Soft(int mail) => Told(mail, ProviderEventKind.SoftBounced);

    private static JournalEvent.ProviderReported Told(int mail, ProviderEventKind told) =>
        new()
        {
            At = Now,
            Mail = IdOf(mail),
            Report = told,
            HappenedAt = Now,
            Source = ReportSource.Webhook,
            Address = Ana,
        };

    private static JournalEvent.AddressesSuppressed Held(SuppressionEntry entry) =>
        new() { At = Now, Entries = [entry] };

    private static JournalEvent.AddressReleased Released(DateTimeOffset at) =>
        new()
        {
            At = at,
            Address = Ana,
            By = "test",
        };
}
