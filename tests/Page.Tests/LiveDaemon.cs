using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>A real daemon on a real broker with a sandbox as its provider, and what a test does with it.</summary>
internal sealed class LiveDaemon : IAsyncDisposable
{
    private LiveDaemon(Uri broker, SandboxServer sandbox, DaemonUnderTest daemon) =>
        (Broker, Sandbox, Daemon) = (broker, sandbox, daemon);

    public Uri Broker { get; }

    public SandboxServer Sandbox { get; }

    public DaemonUnderTest Daemon { get; }

    public static async Task<LiveDaemon> StartAsync(
        Uri broker,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        TimeProvider? time = null,
        int credits = 300,
        CancellationToken cancellationToken = default
    )
    {
        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Credits = credits,
                RateLimitScale = 0,
                ExtraTemplates = [50],
                Outcomes = [OutcomeRule.TryParse("HardBounced=*@gone.example")!],
            },
            time,
            cancellationToken
        );
        var daemon = DaemonUnderTest.Start(
            broker,
            sandbox.Url,
            [KeyValuePair.Create<string, string?>("Ops__Token", ServedPage.Token), .. settings ?? []]
        );
        var live = new LiveDaemon(broker, sandbox, daemon);
        await daemon.LeadsAsync(cancellationToken: cancellationToken);
        return live;
    }

    /// <summary>Runs a command against the daemon, as somebody with the token.</summary>
    public async Task<(int Code, string Output)> CommandAsync(params string[] arguments)
    {
        await using var run = await ProgramUnderTest.RunAsync(
            "consumer",
            arguments,
            new Dictionary<string, string?>
            {
                ["Ops__Port"] = Daemon.Page.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Ops__Token"] = ServedPage.Token,
            }
        );
        return (await run.WaitForExitAsync(), run.Output);
    }

    public async Task<JsonElement> StatusAsync(CancellationToken cancellationToken) =>
        JsonDocument.Parse((await Daemon.GetAsync("api/status", cancellationToken)).Text).RootElement;

    /// <summary>Returns when the page shows so many waiting mails.</summary>
    public Task WaitsAsync(int count, CancellationToken cancellationToken) =>
        Eventually.TrueAsync(
            async () => (await StatusAsync(cancellationToken)).GetProperty("waiting_count").GetInt32() == count,
            $"{count} mails wait",
            TimeSpan.FromSeconds(120),
            cancellationToken
        );

    /// <summary>
    /// The first forecast that is as told: one may be some seconds old, and there is none before the credits are known.
    /// </summary>
    public async Task<JsonElement> ForeseesAsync(
        Func<JsonElement, bool> asTold,
        string what,
        CancellationToken cancellationToken
    )
    {
        JsonElement forecast = default;
        await Eventually.TrueAsync(
            async () =>
            {
                forecast = JsonDocument.Parse((await CommandAsync("forecast", "--json")).Output).RootElement;
                return asTold(forecast);
            },
            what,
            TimeSpan.FromSeconds(120),
            cancellationToken
        );
        return forecast;
    }

    public static async Task LogInAsync(IPage page)
    {
        await page.ClickAsync("text=Log in to act");
        await page.FillAsync("input[name=name]", "Olga");
        await page.FillAsync("input[name=token]", ServedPage.Token);
        await page.ClickAsync("button:text-is('Log in')");
    }

    public static MailRequest Mail(
        DateTimeOffset start,
        string name = "Rui",
        string? topic = null,
        int template = MailTemplate.ConfirmationToMentored
    ) =>
        new()
        {
            Id = Guid.NewGuid(),
            Template = template,
            Recipient = new Recipient(name, "rui@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Ana",
                MentoredName = "Rui",
                MentoringStart = start,
                MentorId = "1",
                MentoredId = "2",
            },
            Topic = topic,
        };

    public static async Task PublishAsync(
        Uri broker,
        IEnumerable<MailRequest> mails,
        CancellationToken cancellationToken,
        TimeProvider? time = null
    )
    {
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { CreateQueues = true, Broker = broker },
            time
        );
        await Task.WhenAll(mails.Select(mail => publisher.PublishAsync(mail, cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
