using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using NSubstitute;

namespace MailDispatcher.Engine.Tests;

/// <summary>How a message was published is counted by what is wrong with it, once for each message.</summary>
public sealed class UnsafePublishTests
{
    private const string Sound = """
        {"id":"0192d2a0-0000-7000-8000-000000000001","template":50,"params":{},"recipient":{"email":"a@example.com"},
         "deadline":"2126-01-01T00:00:00Z","published_at":"2026-11-20T00:00:00Z"}
        """;

    private const string Bare = """
        {"template":50,"params":{},"recipient":{"email":"a@example.com"},"deadline":"2126-01-01T00:00:00Z"}
        """;

    private const string Zoneless = """
        {"template":50,"params":{},"recipient":{"email":"a@example.com"},"dedline":1,"deadline":"2126-01-01T00:00:00"}
        """;

    [Theory]
    [InlineData(Sound, null, false, "")]
    [InlineData(Sound, null, true, "Transient")]
    [InlineData(Bare, null, false, "NoId NoTime")]
    [InlineData(Bare, "17", false, "IdNoUuid NoTime")]
    [InlineData(Bare, "0192d2a0-0000-7000-8000-000000000001", false, "NoTime")]
    [InlineData(Zoneless, null, false, "Unreadable NoZone UnknownField")]
    [InlineData("Hello", null, false, "Unreadable")]
    public void Faults_OfAMessage_AreEachNamedOnce(string body, string? messageId, bool isTransient, string faults)
    {
        var delivery = new Delivery
        {
            Tag = 1,
            Body = Encoding.UTF8.GetBytes(body),
            MessageId = messageId,
            IsTransient = isTransient,
        };
        Assert.Equal(faults, string.Join(' ', PublishFaults.Of(delivery, MailRequestCodec.Decode(delivery.Body.Span))));
    }

    [Fact]
    public async Task Message_ThatComesAgain_IsCountedOnce()
    {
        await using var engine = new EngineUnderTest();
        engine.Broker.Publish(Encoding.UTF8.GetBytes("Hello"));
        engine.Broker.Publish(Encoding.UTF8.GetBytes(Sound));
        engine.Lead();
        await engine.RestAsync();
        engine.Broker.Publish(Encoding.UTF8.GetBytes("Hello"));
        await engine.RestAsync();
        engine.Metrics.Received(1).UnsafePublish(PublishFault.Unreadable);
        engine.Metrics.Received(1).UnsafePublish(Arg.Any<PublishFault>());
    }
}
