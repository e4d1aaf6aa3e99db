using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// Page and commands of a running daemon: from waiting mail to sent mail, with a person at the switches.
/// </summary>
public sealed class LiveDaemonTests(SharedBroker broker, Browser browser)
{
    // Nothing goes by itself in these tests.
    private static readonly Dictionary<string, string?> NoRuns = new()
    {
        ["Schedule__Hourly"] = "0 0 0 1 1 ? 2099",
        ["Schedule__EndOfDay"] = "0 0 0 1 1 ? 2099",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A daemon whose runs come only when somebody asks for one.</summary>
    private async Task<LiveDaemon> StartAsync() =>
        await LiveDaemon.StartAsync(await broker.CreateVhostAsync(), NoRuns, cancellationToken: Cancel);

    [Fact]
    public async Task Page_PausedResumedAndRun_SendsWhatWaitedAndSaysWho()
    {
        await using var live = await StartAsync();
        var soon = TimeProvider.System.GetUtcNow().AddHours(5);
        var mail = LiveDaemon.Mail(soon, "<b>Rui</b> & \"Co\"", "<script>alert(1)</script>");
        await LiveDaemon.PublishAsync(
            live.Broker,
            [mail, LiveDaemon.Mail(soon.AddDays(1)), LiveDaemon.Mail(soon.AddDays(5))],
            Cancel
        );
        await live.WaitsAsync(3, Cancel);

        var forecast = await live.ForeseesAsync(
            f =>
                f.GetProperty("misses") is { ValueKind: JsonValueKind.Object } misses
                && misses.GetProperty("count").GetInt32() == 3,
            "three misses are foreseen",
            Cancel
        );
        Assert.All(
            forecast.GetProperty("mails").EnumerateArray(),
            m => Assert.StartsWith("will miss: ", m.GetProperty("reason").GetString(), StringComparison.Ordinal)
        );
        var (code, words) = await live.CommandAsync("forecast", "--most", "1");
        Assert.Equal(1, code);
        Assert.Matches("would save them +no number of credits", words);

        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await page.Locator(".matrix tfoot a").Last.ClickAsync();
        Assert.Equal("3 waiting mails", await page.InnerTextAsync("h1"));
        await page.Locator($"a[href='/mails/{mail.Id}']").ClickAsync();
        var text = await page.InnerTextAsync("main");
        Assert.Contains("<b>Rui</b> & \"Co\" <rui@example.com>", text, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", text, StringComparison.Ordinal);
        Assert.Contains("seen in the pending queue", text, StringComparison.Ordinal);

        await page.GotoAsync("/");
        await LiveDaemon.LogInAsync(page);
        await page.ClickAsync("button:text-is('Pause')");
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Cancel)).GetProperty("paused_by").GetString() == "Olga",
            "it is paused",
            cancellationToken: Cancel
        );
        var (refused, output) = await live.CommandAsync("run-now");
        Assert.Equal(1, refused);
        Assert.Contains("paused by Olga", output, StringComparison.Ordinal);
        Assert.Equal(0, (await live.CommandAsync("resume")).Code);
        await page.GotoAsync("/");
        await page.ClickAsync("button:text-is('Run now')");
        await Eventually.TrueAsync(
            () => live.Sandbox.Sandbox.Mails.Count == 3,
            "all three are sent",
            cancellationToken: Cancel
        );

        await Eventually.TrueAsync(
            async () =>
                (await live.CommandAsync("why", mail.Id!.Value.ToString())).Output.Contains(
                    "sent",
                    StringComparison.Ordinal
                ),
            "why tells that it is sent",
            cancellationToken: Cancel
        );
        var why = (await live.CommandAsync("why", mail.Id!.Value.ToString(), "--json")).Output;
        foreach (var step in new[] { "asked", "attempted", "sent" })
            Assert.Contains($"\"what\": \"{step}\"", why, StringComparison.Ordinal);
        var status = (await live.CommandAsync("status")).Output;
        foreach (var act in new[] { "pause: by Olga", "resume: by " })
            Assert.Contains(act, status, StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task MailsToOnePerson_WithTooFewCredits_AreForeseenAsOne()
    {
        await using var live = await LiveDaemon.StartAsync(
            await broker.CreateVhostAsync(),
            new Dictionary<string, string?> { ["Dispatch__Coalesce"] = "confirmation_to_mentored" },
            credits: 1,
            cancellationToken: Cancel
        );
        // Paused, so that no full hour comes in between; a forecast does not foresee a pause to last.
        Assert.Equal(0, (await live.CommandAsync("pause")).Code);
        var soon = TimeProvider.System.GetUtcNow().AddDays(4);
        var first = LiveDaemon.Mail(soon);
        await LiveDaemon.PublishAsync(
            live.Broker,
            [first, LiveDaemon.Mail(soon.AddDays(1)), LiveDaemon.Mail(soon.AddDays(2))],
            Cancel
        );

        var forecast = await live.ForeseesAsync(
            f =>
                f.GetProperty("mails")
                    .EnumerateArray()
                    .Count(m =>
                        m.GetProperty("reason").GetString() is { } why
                        && why.StartsWith($"goes as one with mail {first.Id}", StringComparison.Ordinal)
                    ) == 2,
            "two go along with the first",
            Cancel
        );

        var mails = forecast.GetProperty("mails").EnumerateArray().ToList();
        Assert.Equal(3, mails.Count);
        Assert.Single(mails.Select(m => m.GetProperty("send_at").GetDateTimeOffset()).Distinct());
    }

    [Fact]
    public async Task ParkedGroup_RetriedOnThePage_IsSent()
    {
        await using var live = await StartAsync();
        live.Sandbox.Sandbox.Faults.Set(Refusals(2));
        var soon = TimeProvider.System.GetUtcNow().AddHours(5);
        await LiveDaemon.PublishAsync(live.Broker, [LiveDaemon.Mail(soon), LiveDaemon.Mail(soon)], Cancel);
        await live.WaitsAsync(2, Cancel);
        Assert.Equal(0, (await live.CommandAsync("run-now")).Code);
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Cancel)).GetProperty("parked").GetArrayLength() == 1,
            "both are parked for one cause",
            cancellationToken: Cancel
        );

        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await LiveDaemon.LogInAsync(page);
        Assert.StartsWith(
            "2 parked mails need a person, the first is due",
            await page.InnerTextAsync("h1"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "a retry costs 2 credits",
            await page.InnerTextAsync("section[aria-label='Needs a person']"),
            StringComparison.Ordinal
        );
        await page.ClickAsync("text=2 × invalid_parameter");
        await Browser.ShootAsync(page, "live-parked");
        await page.ClickAsync("a:text-is('Retry all 2 …')");
        await page.ClickAsync("button:text-is('Retry 2 mails')");
        Assert.Contains(
            "Sent back to the pending queue",
            await page.InnerTextAsync(".notice"),
            StringComparison.Ordinal
        );
        await live.WaitsAsync(2, Cancel);
        Assert.Equal(0, (await live.CommandAsync("run-now")).Code);
        await Eventually.TrueAsync(
            () => live.Sandbox.Sandbox.Mails.Count == 2,
            "both are sent",
            cancellationToken: Cancel
        );
        // The page's picture may be a second old.
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Cancel)).GetProperty("parked_count").GetInt32() == 0,
            "none is parked",
            cancellationToken: Cancel
        );
        Assert.Contains(
            (await live.StatusAsync(Cancel)).GetProperty("events").EnumerateArray(),
            e =>
                e.GetProperty("what").GetString()!.StartsWith("retry", StringComparison.Ordinal)
                && e.GetProperty("words").GetString() == "by Olga"
        );
        await page.DoneAsync();
    }

    [Fact]
    public async Task WaitingMail_ShowsAnOperatorHowItWillLeave()
    {
        await using var live = await StartAsync();
        var mail = LiveDaemon.Mail(TimeProvider.System.GetUtcNow().AddHours(5));
        await LiveDaemon.PublishAsync(live.Broker, [mail], Cancel);
        await live.WaitsAsync(1, Cancel);

        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await page.GotoAsync($"/mails/{mail.Id}/preview");
        Assert.DoesNotContain(mail.Recipient.Email, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/");
        await LiveDaemon.LogInAsync(page);
        await page.GotoAsync($"/mails/{mail.Id}");
        await page.ClickAsync("text=How it will leave");
        var text = await page.InnerTextAsync("main");
        Assert.Contains(mail.Mentoring!.MentorName, text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Contains($"\"templateId\": {mail.Template}", text, StringComparison.Ordinal);
        Assert.Contains(mail.Recipient.Email, text, StringComparison.Ordinal);
        Assert.Empty(live.Sandbox.Sandbox.Mails.Snapshot());
        await Browser.ShootAsync(page, "live-preview");
        Assert.Contains("looked at what waiting mail", live.Daemon.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Recipient.Email, live.Daemon.Program.Output, StringComparison.Ordinal);
        await page.GotoAsync($"/mails/{Guid.NewGuid()}/preview");
        Assert.Contains("No such mail is in hand", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task RunNow_PressedThreeTimesAtOnce_IsOneRunThatTheHistoryShows()
    {
        await using var live = await StartAsync();
        var soon = TimeProvider.System.GetUtcNow().AddHours(5);
        await LiveDaemon.PublishAsync(live.Broker, Enumerable.Range(0, 40).Select(_ => LiveDaemon.Mail(soon)), Cancel);
        await live.WaitsAsync(40, Cancel);
        using var http = new HttpClient { BaseAddress = live.Daemon.Page };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.Token);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => http.PostAsync(new Uri("/api/run-now", UriKind.Relative), null, Cancel))
        );
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            answers.Select(answer => answer.StatusCode).Order()
        );
        await live.WaitsAsync(28, Cancel);
        Assert.Equal(12, live.Sandbox.Sandbox.Mails.Count);

        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await LiveDaemon.LogInAsync(page);
        await page.ClickAsync("text=what people did");
        Assert.Equal("1 event", await page.InnerTextAsync("h1"));
        Assert.Contains("run-now", await page.InnerTextAsync("ol.events"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "live-events");
        await page.DoneAsync();
    }

    [Fact]
    public async Task ParkedMail_WithdrawnMeanwhile_SaysSo()
    {
        await using var live = await StartAsync();
        live.Sandbox.Sandbox.Faults.Set(Refusals(2));
        var soon = TimeProvider.System.GetUtcNow().AddHours(5);
        var mail = LiveDaemon.Mail(soon, topic: "mentoring-1");
        await LiveDaemon.PublishAsync(live.Broker, [mail, LiveDaemon.Mail(soon, topic: "mentoring-2")], Cancel);
        await live.WaitsAsync(2, Cancel);
        Assert.Equal(0, (await live.CommandAsync("run-now")).Code);
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Cancel)).GetProperty("parked_count").GetInt32() == 2,
            "both are parked",
            cancellationToken: Cancel
        );
        var cancel = new MailRequest
        {
            Id = Guid.NewGuid(),
            Recipient = mail.Recipient,
            Topic = mail.Topic,
            Cancel = true,
        };
        await LiveDaemon.PublishAsync(live.Broker, [cancel], Cancel);
        // The parked queue is read anew every 20 s.
        await Eventually.TrueAsync(
            async () =>
                (await live.StatusAsync(Cancel))
                    .GetProperty("parked")
                    .EnumerateArray()
                    .SelectMany(group => group.GetProperty("mails").EnumerateArray())
                    .Where(row => row.GetProperty("obsolete_by").ValueKind == JsonValueKind.String)
                    .Select(row => (row.GetProperty("id").GetGuid(), row.GetProperty("obsolete_by").GetGuid()))
                    .SequenceEqual([(mail.Id!.Value, cancel.Id!.Value)]),
            "the one of them is said to be withdrawn",
            cancellationToken: Cancel
        );
    }

    [Fact]
    public async Task Search_ByAddressWithoutAKey_SaysWhatItDoesNotKnow()
    {
        await using var live = await LiveDaemon.StartAsync(
            await broker.CreateVhostAsync(),
            new Dictionary<string, string?>(NoRuns),
            cancellationToken: Cancel
        );
        var mail = LiveDaemon.Mail(TimeProvider.System.GetUtcNow().AddHours(5));
        await LiveDaemon.PublishAsync(live.Broker, [mail], Cancel);
        await live.WaitsAsync(1, Cancel);
        var (code, output) = await live.CommandAsync("person", "find", mail.Recipient.Email);
        Assert.Equal(0, code);
        Assert.Contains("Of 1 mail the journal knows no recipient", output, StringComparison.Ordinal);
        (code, output) = await live.CommandAsync("person", "find", "nobody@example.com");
        Assert.Equal(1, code);
        Assert.Contains("Of 1 mail the journal knows no recipient", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_FoundAndForgotten_LeavesNothingOfThemInTheQueues()
    {
        await using var live = await LiveDaemon.StartAsync(
            await broker.CreateVhostAsync(),
            new Dictionary<string, string?>(NoRuns)
            {
                ["Suppression__Key"] = "0123456789abcdef0123456789abcdef-person",
            },
            cancellationToken: Cancel
        );
        live.Sandbox.Sandbox.Faults.Set(Refusals(1));
        var soon = TimeProvider.System.GetUtcNow().AddHours(5);
        var (parked, sent, waits) = (LiveDaemon.Mail(soon), LiveDaemon.Mail(soon), LiveDaemon.Mail(soon));
        var address = parked.Recipient.Email;
        var others = LiveDaemon.Mail(soon) with { Recipient = new Recipient("Bia", "bia@example.com") };
        foreach (var mail in new[] { parked, sent })
        {
            await LiveDaemon.PublishAsync(live.Broker, [mail], Cancel);
            await live.WaitsAsync(1, Cancel);
            // Twice at once would mean the same run.
            await Eventually.TrueAsync(
                async () => (await live.CommandAsync("run-now")).Code == 0,
                "a run is granted",
                cancellationToken: Cancel
            );
            await live.WaitsAsync(0, Cancel);
        }

        await LiveDaemon.PublishAsync(live.Broker, [waits, others], Cancel);
        await live.WaitsAsync(2, Cancel);
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Cancel)).GetProperty("parked_count").GetInt32() == 1,
            "one is parked",
            cancellationToken: Cancel
        );
        var (code, found) = await live.CommandAsync("person", "find", address.ToUpperInvariant());
        Assert.Equal(0, code);
        foreach (var line in new[] { "3 mails found.", "parked: 1", "sent: 1", "pending: 1" })
            Assert.Contains(line, found, StringComparison.Ordinal);
        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await page.FillAsync("input[name=q]", address);
        await page.ClickAsync("button:text-is('Find')");
        Assert.StartsWith("3 mails found", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.DoesNotContain("example", page.Url, StringComparison.Ordinal);

        var (unsure, asked) = await live.CommandAsync("person", "forget", address);
        Assert.Equal(1, unsure);
        Assert.Contains("--yes", asked, StringComparison.Ordinal);
        await page.ClickAsync("text=Log in to act");
        await page.FillAsync("input[name=name]", "Olga");
        await page.FillAsync("input[name=token]", ServedPage.Token);
        await page.ClickAsync("button:text-is('Log in')");
        await page.FillAsync("input[name=q]", address);
        await page.ClickAsync("button:text-is('Find')");
        await page.ClickAsync("button:text-is('Forget this person…')");
        Assert.Equal(["1", "1", "1"], await page.Locator("dd").AllInnerTextsAsync());
        await page.ClickAsync("button:text-is('Forget this person')");
        Assert.Contains(
            "1 waiting mail withdrawn, 1 parked mail discarded.",
            await page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("example", page.Url, StringComparison.Ordinal);
        await page.DoneAsync();
        await live.WaitsAsync(1, Cancel);
        var after = (await live.CommandAsync("person", "find", address)).Output;
        foreach (var line in new[] { "discarded: 1", "sent: 1", "superseded: 1" })
            Assert.Contains(line, after, StringComparison.Ordinal);
        Assert.Contains(
            "0 waiting mails withdrawn, 0 parked mails discarded.",
            (await live.CommandAsync("person", "forget", address, "--yes")).Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "person forgotten",
            (await live.CommandAsync("events", "--kind", "action")).Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            live.Daemon.Program.Output.Split('\n'),
            line => line.Contains(address, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Acting_OnAStandby_IsRefusedWithAWord()
    {
        await using var live = await StartAsync();
        await using var standby = DaemonUnderTest.Start(
            live.Broker,
            live.Sandbox.Url,
            [KeyValuePair.Create<string, string?>("Ops__Token", ServedPage.Token)]
        );
        await standby.Program.WaitForLineAsync(
            line => line.Contains("Standing by", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60),
            Cancel
        );
        await standby.ListensAsync(Cancel);
        using var http = new HttpClient { BaseAddress = standby.Page };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedPage.Token);
        using var answer = await http.PostAsync(new Uri("api/pause", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(
            "another one is active",
            await answer.Content.ReadAsStringAsync(Cancel),
            StringComparison.Ordinal
        );
        var (_, text) = await standby.GetAsync("", Cancel);
        Assert.Contains("Standing by", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutABroker_SaysThatNothingIsSent()
    {
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        await using var daemon = DaemonUnderTest.Start(
            new Uri($"amqp://guest:geheim@127.0.0.1:{FreePort.Next()}/"),
            sandbox.Url
        );
        await Eventually.TrueAsync(
            async () =>
                (await daemon.GetAsync("", Cancel)).Text.Contains("be used: nothing is sent", StringComparison.Ordinal),
            "the page tells",
            cancellationToken: Cancel
        );
        var (status, text) = await daemon.GetAsync("", Cancel);
        Assert.Equal(200, status);
        Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);
    }

    private static FaultRule Refusals(int times) =>
        new()
        {
            Path = "/v3/smtp/email",
            Times = times,
            Status = 400,
            Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""",
        };
}
