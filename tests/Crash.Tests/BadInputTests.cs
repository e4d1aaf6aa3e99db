using System.Text.Json;
using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// Nothing that a publisher can send stops the daemon, disappears, or reaches the provider as anything but data.
/// </summary>
public sealed class BadInputTests(SharedBroker broker)
{
    private const int Seed = 4711;
    private const int Messages = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Messages_OfEveryBrokenKind_EndSettledAndTheDaemonGoesOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            settings: ("SENDINBLUE_MAILS_PER_HOUR", "100000")
        );
        await bed.PublishAsync(new BadInput(Seed, TestBed.Morning).Take(Messages), cancellation);
        var daemon = bed.Start();
        await daemon.Program.WaitForLineAsync(
            l => l.Contains("Run hourly", StringComparison.Ordinal) && l.Contains(" 0 wait", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        await Eventually.TrueAsync(
            async () => await ReadyAndHeldAsync(daemon, cancellation) == 0,
            "every message is settled or parked",
            Patience,
            cancellation
        );
        Assert.Equal(200, (await daemon.GetAsync("health/ready", cancellation)).Status);
        Assert.DoesNotContain(BadInput.Marker, daemon.Program.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            BadInput.Marker,
            await daemon.MetricsAsync(cancellation),
            StringComparison.OrdinalIgnoreCase
        );

        var tally = (await bed.CountAsync(daemon, cancellation)).Check($"{Messages} broken messages, seed {Seed}");
        Assert.Equal(0, tally.Messages);
        Assert.Equal(tally.In, tally.Sent + tally.Expired + tally.Superseded + tally.Cancelled + tally.Parked);
        // A copy that claims to come from the desk is parked again, under its next number.
        var parkedAgain = tally.ParkedMessages - tally.Parked;
        Assert.Equal(Messages - tally.In - parkedAgain, tally.Journal.Events.OfType<JournalEvent.Duplicate>().Count());
        Assert.True(
            tally is { Sent: > 500, Expired: > 50, Parked: > 1000 },
            $"the generator makes too few of a kind: {tally}"
        );
        foreach (var mail in bed.Sandbox.Mails.Snapshot())
            AssertPlain(mail.Draft.Request);
    }

    [Fact]
    public async Task Mail_WhosePropertiesTheBrokerWouldRefuse_IsParkedAllTheSame()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var bed = await TestBed.OpenAsync(vhost, cancellation);
        var account = await broker.Node.CreateAccountAsync(vhost, ".*", ".*", ".*");
        await bed.PublishAsync(
            [
                TestMail.Unreadable(1) with
                {
                    Tricks = p => p.UserId = account.UserInfo.Split(':')[0],
                },
                TestMail.Unreadable(2) with
                {
                    Tricks = p => p.Headers = new Dictionary<string, object?> { ["x-much"] = new string('x', 130_500) },
                },
                TestMail.Unreadable(3) with
                {
                    Tricks = p => p.Headers = BadInput.Nested(2000),
                },
                bed.Mail(4),
            ],
            cancellation,
            account
        );
        var daemon = bed.Start();
        await bed.EndAsync(daemon, 1, cancellation, parked: 3);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check(
            "a foreign user id, headers of 130 kB, headers 2,000 levels deep"
        );
        Assert.Equal((1, 3, 0), (tally.Sent, tally.Parked, tally.Messages));
    }

    // What is on its way to the parked queue is in hand, and no waiting mail: the journal tells when it has arrived.
    private static async Task<int> ReadyAndHeldAsync(DaemonUnderTest daemon, CancellationToken cancellation)
    {
        var settled = await daemon.MetricAsync("maildispatcher_settled_total", cancellationToken: cancellation);
        return settled >= Messages ? 0 : Messages - (int)settled;
    }

    private static void AssertPlain(ReadOnlyMemory<byte> request)
    {
        using var document = JsonDocument.Parse(request);
        var root = document.RootElement;
        Assert.All(
            root.EnumerateObject(),
            p => Assert.Contains(p.Name, (string[])["templateId", "to", "params", "headers", "tags"])
        );
        var to = Assert.Single(root.GetProperty("to").EnumerateArray());
        Assert.Matches(@"\A[^\s<>,;:""()\p{C}]+@[A-Za-z0-9.-]+\z", to.GetProperty("email").GetString());
        if (to.TryGetProperty("name", out var name))
            Assert.DoesNotContain(name.GetString()!, char.IsControl);
        Assert.Equal(["idempotencyKey"], root.GetProperty("headers").EnumerateObject().Select(p => p.Name));
        Assert.True(Guid.TryParse(Assert.Single(root.GetProperty("tags").EnumerateArray()).GetString(), out _));
        Assert.DoesNotContain(request.ToArray(), b => b < ' ');
    }
}
