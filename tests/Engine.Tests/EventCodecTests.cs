using System.Text;
using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>Records of the journal, written and read.</summary>
public sealed class EventCodecTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(500, EventCodec.Compressed)]
    public void Record_OfSeveralEvents_IsReadInTheirOrder(int count, string? expected)
    {
        var events = Enumerable.Range(1, count).Select(n => Accepted(IdOf(n))).ToList();
        var (record, encoding) = EventCodec.Encode(events);
        Assert.Equal(expected, encoding);
        Assert.Equal(events, EventCodec.Decode(record, encoding));
        Assert.Equal(count, EventCodec.Lines(record, encoding).Count());
    }

    [Fact]
    public void Record_OfManyAlikeEvents_IsMuchSmallerThanTheyAre()
    {
        var events = Enumerable.Range(1, 500).Select(n => Accepted(IdOf(n))).ToList();
        var (record, _) = EventCodec.Encode(events);
        Assert.InRange(record.Length, 1, events.Sum(e => EventCodec.Encode(e).Length) / 3);
    }

    [Theory]
    [InlineData(4095, null)]
    [InlineData(4096, EventCodec.Compressed)]
    public void Record_FromFourKilobytesOn_IsCompressed(int length, string? expected) =>
        Assert.Equal(expected, EventCodec.Pack(Encoding.UTF8.GetBytes(new string('x', length))).Encoding);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{"kind":"of_a_newer_dispatcher","v":1,"at":"2026-11-21T13:00:00+00:00"}""")]
    public void Record_ThatNobodyHereWrote_IsOneUnknownEvent(string record) =>
        Assert.Equal([null], EventCodec.Decode(Encoding.UTF8.GetBytes(record), encoding: null));

    [Fact]
    public void Record_WithAnUnknownKindBetween_KeepsWhatIsBesideIt()
    {
        var line = Encoding.UTF8.GetString(EventCodec.Encode(Accepted()));
        var record = Encoding.UTF8.GetBytes($"{line}\n{{\"kind\":\"newer\"}}\n{line}\n");
        Assert.Equal([Accepted(), null, Accepted()], EventCodec.Decode(record, encoding: null));
    }

    [Fact]
    public void Record_ThatIsNotCompressedAsItSays_IsUnknownAndThrowsNothing() =>
        Assert.Equal([null], EventCodec.Decode(Encoding.UTF8.GetBytes("not compressed"), EventCodec.Compressed));
}
