using System.Diagnostics;
using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;

namespace MailDispatcher.Client.Tests.Publishing;

/// <summary>What a publish leaves in the queue of a real broker.</summary>
public sealed class MailPublisherTests(SharedBroker broker)
{
    private static readonly PendingQueueOptions Queue = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_Confirmed_IsStoredWithAllItsProperties()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        var id = await publisher.PublishAsync(SampleMail.InDays(3), Token);

        var message = Assert.Single(await QueueContents.TakeAllAsync(vhost, Queue.Name, Token));
        var properties = message.BasicProperties;
        Assert.Equal(id, Guid.Parse(properties.MessageId!));
        Assert.Equal(DeliveryModes.Persistent, properties.DeliveryMode);
        Assert.Equal("application/json", properties.ContentType);
        Assert.Equal(SampleMail.Now.ToUnixTimeSeconds(), properties.Timestamp.UnixTime);
        var stored = Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span)).Request;
        Assert.Equal(SampleMail.InDays(3) with { Id = id, PublishedAt = SampleMail.Now }, stored);
    }

    [Fact]
    public async Task Publish_RequestWithAnId_KeepsIt()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        var own = Guid.NewGuid();
        Assert.Equal(own, await publisher.PublishAsync(SampleMail.InDays(0) with { Id = own }, Token));
        Assert.NotEqual(Guid.Empty, await publisher.PublishAsync(SampleMail.InDays(0) with { Id = Guid.Empty }, Token));
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 3, 7)]
    [InlineData(10, 40, 1)]
    [InlineData(255, 0, 200)]
    [InlineData(255, 3, 197)]
    [InlineData(255, 400, 1)]
    public async Task Publish_QueueOfSoManyLevels_GivesTheLevelOfTheDay(int levels, int days, int priority)
    {
        var vhost = await broker.CreateVhostAsync();
        var queue = new PendingQueueOptions { MaxPriority = levels };
        await using var publisher = Publisher(vhost, queue);
        await publisher.PublishAsync(SampleMail.InDays(days), Token);
        Assert.Equal(
            priority,
            Assert.Single(await QueueContents.TakeAllAsync(vhost, queue.Name, Token)).BasicProperties.Priority
        );
    }

    [Theory]
    [InlineData(0, "classic", false)]
    [InlineData(0, "quorum", true)]
    public async Task Publish_OtherQueueTypes_AreDeclaredAndFilled(int levels, string type, bool hasPriority)
    {
        var vhost = await broker.CreateVhostAsync();
        var queue = new PendingQueueOptions { MaxPriority = levels, Type = type };
        await using var publisher = Publisher(vhost, queue);
        await publisher.PublishAsync(SampleMail.InDays(2), Token);
        var message = Assert.Single(await QueueContents.TakeAllAsync(vhost, queue.Name, Token));
        Assert.Equal(hasPriority, message.BasicProperties.IsPriorityPresent());
    }

    [Fact]
    public async Task Publish_CancelRequest_ComesBeforeEverything()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        await publisher.PublishAsync(SampleMail.InDays(0), Token);
        await publisher.PublishAsync(
            new MailRequest
            {
                Cancel = true,
                Topic = "mentoring-42",
                Recipient = new Recipient(null, "person000@example.com"),
            },
            Token
        );
        var messages = await QueueContents.TakeAllAsync(vhost, Queue.Name, Token);
        Assert.Equal([10, 10], messages.Select(m => (int)m.BasicProperties.Priority));
    }

    [Fact]
    public async Task Publish_InvalidRequest_NeverReachesTheBroker()
    {
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { CreateQueues = true, Broker = new Uri("amqp://127.0.0.1:1/") }
        );
        var invalid = SampleMail.InDays(1) with { Recipient = new Recipient("A", "nobody") };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => publisher.PublishAsync(invalid, Token));
        Assert.StartsWith("recipient.email: not a mail address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_DeadlineThatHasPassed_NeverReachesTheBroker()
    {
        await using var publisher = Publisher(new Uri("amqp://127.0.0.1:1/"));
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            publisher.PublishAsync(SampleMail.InDays(-1), Token)
        );
        Assert.StartsWith("mail_params.mentoring_datetime: has passed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_WithoutADeadline_IsLeftToTheDispatchersRuleForItsTemplate()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        var reset = new MailRequest
        {
            Template = 17,
            Recipient = new Recipient("Ana", "ana@example.com"),
            Params = System.Text.Json.JsonSerializer.SerializeToElement(new { CODE = 1 }),
        };
        await publisher.PublishAsync(reset, Token);
        await new Client.Testing.FakeMailPublisher().PublishAsync(reset, Token);

        var message = Assert.Single(await QueueContents.TakeAllAsync(vhost, Queue.Name, Token));
        // Nobody here knows how urgent it is; what knows no date is mostly wanted at once.
        Assert.Equal(10, message.BasicProperties.Priority);
        var options = new MailRequestCodecOptions
        {
            Deadlines = new Dictionary<int, TimeSpan> { [17] = TimeSpan.FromMinutes(30) },
        };
        var read = Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span, options)).Request;
        Assert.Equal(SampleMail.Now.AddMinutes(30), read.Deadline);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            publisher.PublishAsync(reset with { Template = MailTemplate.NotSelected }, Token)
        );
    }

    [Fact]
    public async Task Publish_TwoAtOneInstant_BearTheirOrder()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        await publisher.PublishAsync(SampleMail.InDays(1) with { Topic = "t" }, Token);
        await publisher.PublishAsync(SampleMail.InDays(1) with { Topic = "t" }, Token);
        var published = (await QueueContents.TakeAllAsync(vhost, Queue.Name, Token))
            .Select(m => ((DecodedMail.Valid)MailRequestCodec.Decode(m.Body.Span)).Request.PublishedAt)
            .ToArray();
        Assert.Equal([SampleMail.Now, SampleMail.Now.AddTicks(1)], published.Order());
    }

    [Fact]
    public async Task PublishRecorded_Body_StandsByteForByteWithItsPriority()
    {
        var vhost = await broker.CreateVhostAsync();
        var queue = new PendingQueueOptions
        {
            Name = "queue",
            Durable = false,
            MaxPriority = 255,
        };
        await using var publisher = Publisher(vhost, queue);
        var body = Encoding.UTF8.GetBytes("""{"mentor_name": "Cau\u00e3"}""");
        await publisher.PublishRecordedAsync(body, 199, Token);
        var message = Assert.Single(await QueueContents.TakeAllAsync(vhost, "queue", Token));
        Assert.Equal(body, message.Body.ToArray());
        Assert.Equal(199, message.BasicProperties.Priority);
        Assert.False(message.BasicProperties.IsMessageIdPresent());
    }

    [Fact]
    public async Task Publish_ThousandsAtOnce_AllArriveUnderTheirOwnIds()
    {
        const int Count = 3_000;
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        var ids = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(n => publisher.PublishAsync(SampleMail.InDays(n % 10, n), Token))
        );
        Assert.Equal(Count, ids.Distinct().Count());
        var messages = await QueueContents.TakeAllAsync(vhost, Queue.Name, Token);
        Assert.Equal(ids.Order(), messages.Select(m => Guid.Parse(m.BasicProperties.MessageId!)).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_InsideAnActivity_CarriesItsTrace(bool clientIsTraced)
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => clientIsTraced && source.Name == RabbitMQActivitySource.PublisherSourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = new Activity("enrol").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "shop=1";
        await publisher.PublishAsync(SampleMail.InDays(1), Token);

        var message = Assert.Single(await QueueContents.TakeAllAsync(vhost, Queue.Name, Token));
        var parent = Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["traceparent"]!);
        Assert.True(ActivityContext.TryParse(parent, "shop=1", out var context));
        Assert.Equal(activity.TraceId, context.TraceId);
        Assert.Equal(clientIsTraced, activity.SpanId != context.SpanId);
        Assert.Equal("shop=1", Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers["tracestate"]!));
    }

    private static MailPublisher Publisher(Uri vhost, PendingQueueOptions? queue = null) =>
        new(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = vhost,
                Queue = queue ?? Queue,
                Zone = TimeZoneInfo.Utc,
            },
            new FakeTimeProvider(SampleMail.Now)
        );
}
