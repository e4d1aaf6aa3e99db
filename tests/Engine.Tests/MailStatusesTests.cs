using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

public sealed class MailStatusesTests
{
    private static readonly MailState Waiting = new(Mail) { Arrived = Now };

    [Theory]
    [InlineData(Settlement.Sent, MailStatus.Sent)]
    [InlineData(Settlement.Expired, MailStatus.Expired)]
    [InlineData(Settlement.Superseded, MailStatus.Superseded)]
    [InlineData(Settlement.Cancelled, MailStatus.Cancelled)]
    [InlineData(Settlement.Coalesced, MailStatus.Coalesced)]
    [InlineData(Settlement.Suppressed, MailStatus.Suppressed)]
    [InlineData(Settlement.Parked, MailStatus.Parked)]
    [InlineData(Settlement.Discarded, MailStatus.Discarded)]
    public void Settled_HasTheStatusOfItsEnd_WhateverElseIsKnown(Settlement settled, MailStatus status) =>
        Assert.Equal(status, Of(Waiting with { Settled = settled, OpenSince = Now, NotBefore = Now.AddHours(1) }));

    [Theory]
    [InlineData(ProviderEventKind.Delivered, MailStatus.Delivered)]
    [InlineData(ProviderEventKind.Deferred, MailStatus.Delayed)]
    [InlineData(ProviderEventKind.SoftBounced, MailStatus.SoftBounced)]
    [InlineData(ProviderEventKind.HardBounced, MailStatus.HardBounced)]
    [InlineData(ProviderEventKind.Blocked, MailStatus.Blocked)]
    [InlineData(ProviderEventKind.Failed, MailStatus.Failed)]
    [InlineData(ProviderEventKind.Complained, MailStatus.Complained)]
    [InlineData(ProviderEventKind.Unsubscribed, MailStatus.Unsubscribed)]
    public void Sent_OfWhichTheProviderTold_HasThatStatus(ProviderEventKind told, MailStatus status)
    {
        var heard = Waiting with { Delivery = Waiting.Delivery.With(told, Now) };
        Assert.Equal(status, Of(heard with { Settled = Settlement.Sent }));
        // Of a mail that is parked, and may have been sent before, the parking is what a person must see.
        Assert.Equal(MailStatus.Parked, Of(heard with { Settled = Settlement.Parked }));
    }

    [Fact]
    public void Waiting_IsWhatIsKnownOfIt()
    {
        Assert.Equal(MailStatus.Pending, MailStatuses.Of(null, new HashSet<Guid> { Mail }, Now));
        Assert.Equal(MailStatus.Pending, Of(Waiting));
        Assert.Equal(MailStatus.Missing, MailStatuses.Of(Waiting, new HashSet<Guid> { Mail }, Now));
        Assert.Equal(MailStatus.Pending, MailStatuses.Of(Waiting, new HashSet<Guid> { IdOf(1) }, Now));
        Assert.Equal(MailStatus.Deferred, Of(Waiting with { NotBefore = Now.AddTicks(1) }));
        Assert.Equal(MailStatus.Pending, Of(Waiting with { NotBefore = Now }));
    }

    [Fact]
    public void Uncertain_IsNotMissing_AndNeitherIsWhatGoesAlong()
    {
        var missing = new HashSet<Guid> { Mail };
        Assert.Equal(MailStatus.Uncertain, MailStatuses.Of(Waiting with { OpenSince = Now }, missing, Now));
        Assert.Equal(MailStatus.Uncertain, MailStatuses.Of(Waiting with { GoesWith = IdOf(1) }, missing, Now));
    }

    private static MailStatus Of(MailState state) => MailStatuses.Of(state, missing: null, Now);
}
