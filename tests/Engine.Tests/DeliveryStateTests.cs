using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

public sealed class DeliveryStateTests
{
    [Theory]
    [InlineData(ProviderEventKind.Delivered, true, false)]
    [InlineData(ProviderEventKind.Complained, true, false)]
    [InlineData(ProviderEventKind.Unsubscribed, true, false)]
    [InlineData(ProviderEventKind.HardBounced, false, true)]
    [InlineData(ProviderEventKind.SoftBounced, false, true)]
    [InlineData(ProviderEventKind.Blocked, false, true)]
    [InlineData(ProviderEventKind.Failed, false, true)]
    [InlineData(ProviderEventKind.Deferred, false, false)]
    public void Told_SaysWhetherItGotThere(ProviderEventKind told, bool reached, bool failed)
    {
        var state = default(DeliveryState).With(told, Now);
        Assert.Equal((told, reached, failed), (state.Standing, state.HasReached, state.HasFailed));
        Assert.Equal(told is ProviderEventKind.Delivered ? Now : null, state.DeliveredAt);
        Assert.All(Enum.GetValues<ProviderEventKind>(), kind => Assert.Equal(kind == told, state.Has(kind)));
    }

    [Fact]
    public void Untold_IsNothing() =>
        Assert.Equal((null, false, false), (Of().Standing, Of().HasReached, Of().HasFailed));

    [Theory]
    [InlineData(ProviderEventKind.Complained, ProviderEventKind.HardBounced)]
    [InlineData(ProviderEventKind.HardBounced, ProviderEventKind.Delivered)]
    [InlineData(ProviderEventKind.Delivered, ProviderEventKind.SoftBounced)]
    [InlineData(ProviderEventKind.SoftBounced, ProviderEventKind.Deferred)]
    public void ToldBoth_TheOneCounts_InEitherOrder(ProviderEventKind counts, ProviderEventKind other)
    {
        Assert.Equal(counts, Of(counts, other).Standing);
        Assert.Equal(counts, Of(other, counts).Standing);
    }

    [Fact]
    public void DeliveredAt_IsTheEarliestThatWasTold()
    {
        var state = Of(ProviderEventKind.Delivered).With(ProviderEventKind.Delivered, Now.AddMinutes(1));
        Assert.Equal(Now, state.DeliveredAt);
        Assert.Equal(Now.AddMinutes(-1), state.With(ProviderEventKind.Delivered, Now.AddMinutes(-1)).DeliveredAt);
        Assert.Equal(Now, state.With(ProviderEventKind.Complained, Now.AddMinutes(-1)).DeliveredAt);
    }

    private static DeliveryState Of(params IEnumerable<ProviderEventKind> told) =>
        told.Aggregate(default(DeliveryState), (state, kind) => state.With(kind, Now));
}
