using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;
using Plan = MailDispatcher.Sandbox.Credits.Plan;

namespace MailDispatcher.Consumer.Tests;

/// <summary>The settings of docs/examples, each played as its page says: by requests that know no date.</summary>
[Collection(SteppedDaemon.OneAtATime)]
public sealed class ExampleSettingsTests(SharedBroker broker)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PasswordResets_BesideAFloodOfNewsletters_LeaveAtOnce()
    {
        var sent = await PlayAsync(
            "password-resets",
            Plan.Free,
            Morning.Date.AddDays(1),
            at => at == Morning ? [(21, 600)] : [],
            at => at.Minute % 20 == 10 ? [(20, 1)] : []
        );
        Assert.Equal(15 * 3, sent.Count(mail => mail.Template == 20));
        Assert.All(sent.Where(mail => mail.Template == 20), mail => Assert.InRange(mail.Waited, TimeSpan.Zero, Step));
        Assert.InRange(sent.Count, 250, 300);
    }

    [Fact]
    public async Task HourlyLimit_WithMoreThanAnHourTakes_SendsReceiptsFirst()
    {
        var sent = await PlayAsync(
            "hourly-limit",
            Plan.Unlimited,
            Morning.AddHours(4),
            at => at == Morning ? [(23, 250)] : [],
            at => at == Morning.AddMinutes(30) ? [(22, 20)] : []
        );
        Assert.Equal(270, sent.Count);
        Assert.All(sent.CountBy(mail => mail.At.Hour), hour => Assert.InRange(hour.Value, 1, 100));
        Assert.All(
            sent.Where(mail => mail.Template == 22),
            mail => Assert.InRange(mail.Waited, TimeSpan.Zero, TimeSpan.FromMinutes(35))
        );
    }

    [Fact]
    public async Task MonthlyLimit_WithAFloodOfDigests_SpreadsThemAndLetsAnswersThrough()
    {
        var sent = await PlayAsync(
            "monthly-limit",
            Plan.Unlimited,
            Morning.AddDays(6),
            at => at == Morning ? [(25, 500)] : [],
            at => at.Minute == 30 ? [(24, 1)] : []
        );
        Assert.All(sent.CountBy(mail => mail.At.Date), day => Assert.InRange(day.Value, 1, 200));
        // The first day knows no past, and keeps back what can also go tomorrow.
        Assert.All(
            sent.Where(mail => mail.Template == 24),
            mail =>
                Assert.InRange(mail.Waited, TimeSpan.Zero, mail.At.Date > Morning.Date ? Step : TimeSpan.FromHours(4))
        );
        Assert.Equal(6 * 24, sent.Count(mail => mail.Template == 24));
        Assert.Equal(500, sent.Count(mail => mail.Template == 25));
    }

    private async Task<IReadOnlyList<SentMail>> PlayAsync(
        string example,
        Plan plan,
        DateTimeOffset end,
        params Func<DateTimeOffset, IEnumerable<(int Template, int Count)>>[] demands
    )
    {
        var vhost = await broker.CreateVhostAsync();
        var clock = new ManualTime(Morning.AddMinutes(-10));
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Plan = plan,
                Credits = plan == Plan.Free ? 300 : 10_000,
                Zone = TimeZoneInfo.Utc,
                RateLimitScale = 0,
                ExtraTemplates = [20, 21, 22, 23, 24, 25],
            },
            clock,
            Cancel
        );
        await using var daemon = await SteppedDaemon.StartAsync(vhost, sandbox.Url, clock, SettingsOf(example), Cancel);
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
        var published = new Dictionary<Guid, DateTimeOffset>();
        for (var now = Morning; now < end; now += Step)
        {
            if (demands.SelectMany(demand => demand(now)).ToList() is { Count: > 0 } due)
                await daemon.TakeInAsync(now, () => PublishAsync(now, due));
            await daemon.ReachAsync(now, Cancel);
        }

        return
        [
            .. sandbox
                .Sandbox.Mails.Snapshot()
                .Select(mail => new SentMail(
                    (int)mail.TemplateId!,
                    mail.At,
                    mail.At - published[Guid.Parse(mail.Tag!)]
                )),
        ];

        // As an app in any language would: a timestamp, and no word of a deadline.
        async Task PublishAsync(DateTimeOffset now, List<(int Template, int Count)> mails)
        {
            foreach (var (template, count) in mails)
                for (var n = 0; n < count; n++)
                {
                    var id = Guid.NewGuid();
                    published[id] = now;
                    var person = published.Count.ToString(CultureInfo.InvariantCulture);
                    await channel.BasicPublishAsync(
                        "",
                        "mail-requests",
                        mandatory: true,
                        new BasicProperties
                        {
                            Persistent = true,
                            MessageId = id.ToString(),
                            Timestamp = new AmqpTimestamp(now.ToUnixTimeSeconds()),
                        },
                        Encoding.UTF8.GetBytes(Body(template, $"ana{person}@example.com")),
                        Cancel
                    );
                }
            await daemon.KnowsAsync(published.Count, Cancel);
        }
    }

    private static string Body(int template, string email) =>
        "{\"recipient\":{\"name\":\"Ana\",\"email\":\""
        + email
        + $"\"}},\"template\":{template.ToString(CultureInfo.InvariantCulture)},\"params\":{{\"CODE\":\"1\"}}}}";

    private static Dictionary<string, string?> SettingsOf(string example, [CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "examples", $"{example}.env"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1]);

    /// <param name="Waited">From its publishing to the provider.</param>
    private sealed record SentMail(int Template, DateTimeOffset At, TimeSpan Waited);
}
