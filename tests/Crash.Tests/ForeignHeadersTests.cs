using MailDispatcher.Contracts;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// Headers that other clients write and ours can't read, written by py-amqp, which Celery and Kombu use: whole numbers
/// beyond 32 bits, decimals of great scale, nesting as deep as a frame holds. None of them stops other mail.
/// </summary>
public sealed class ForeignHeadersTests(SharedBroker broker)
{
    private const string Publisher = """
        import amqp, decimal, sys, urllib.parse
        url, body, kind = urllib.parse.urlparse(sys.argv[1]), sys.argv[2], sys.argv[3]
        value = {"long": 1764000000000, "decimal": decimal.Decimal("1E-29"), "nested": 1}[kind]
        if kind == "nested":
            sys.setrecursionlimit(100000)
            for _ in range(17000): value = {"a": value}
        connection = amqp.Connection(host=f"{url.hostname}:{url.port}", userid=url.username, password=url.password,
                                     virtual_host=urllib.parse.unquote(url.path[1:]))
        connection.connect()
        channel = connection.channel()
        channel.basic_publish(amqp.Message(body, delivery_mode=2, application_headers={"sent_at_ms": value}),
                              exchange="", routing_key="mail-requests")
        connection.close()
        """;

    /// <param name="kind">Of the header.</param>
    /// <param name="readableFrom">
    /// The version of the broker from which on the mail can be read and is sent; null: it is set aside by all. From 4.0
    /// on the broker writes a whole number beyond 32 bits anew, in the type that ours knows.
    /// </param>
    [Theory]
    [InlineData("long", "4.0")]
    [InlineData("decimal", null)]
    [InlineData("nested", "3.10")]
    public async Task Header_OfAForeignClient_StopsNoOtherMail(string kind, string? readableFrom)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            settings: ("Dispatch__Policy", "deadline")
        );
        var isSetAside = readableFrom is null || await VersionAsync(bed, cancellation) < Version.Parse(readableFrom);
        var odd = bed.Mail(1, days: 2);
        await using (
            var python = ChildProcess.Start(
                "/usr/bin/python3",
                ["-c", Publisher, bed.Broker.AbsoluteUri, System.Text.Encoding.UTF8.GetString(odd.Body), kind]
            )
        )
            Assert.Equal(0, await python.WaitForExitAsync(cancellationToken: cancellation));
        // What is set aside is named by its bytes.
        bed.Note(isSetAside ? odd with { Id = MailId.FromBytes(odd.Body), Deadline = null } : odd);
        await bed.PublishAsync(Enumerable.Range(2, 5).Select(n => bed.Mail(n, days: 3)), cancellation);

        var daemon = bed.Start();
        var (sent, parked) = isSetAside ? (5, 1) : (6, 0);
        await bed.EndAsync(daemon, sent, cancellation, parked);
        Assert.Equal(
            isSetAside ? 1 : 0,
            await daemon.MetricAsync(
                "maildispatcher_unsafe_publishes_total",
                "reason=\"unreadable_headers\"",
                cancellation
            )
        );
        var tally = (await bed.CountAsync(daemon, cancellation)).Check($"a header of kind {kind}");
        Assert.Equal((sent, parked, 0), (tally.Sent, tally.ParkedMessages, tally.Waiting));
        if (isSetAside)
            Assert.Equal(
                "unreadable_headers",
                tally
                    .Journal.Events.OfType<Core.Journal.JournalEvent.Parked>()
                    .Single(p => p.Mail == MailId.FromBytes(odd.Body))
                    .Cause
            );
    }

    private static async Task<Version> VersionAsync(TestBed bed, CancellationToken cancellation)
    {
        await using var connection = await bed.ConnectAsync(cancellation);
        return Version.Parse(System.Text.Encoding.UTF8.GetString((byte[])connection.ServerProperties!["version"]!));
    }
}
