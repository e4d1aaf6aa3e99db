using System.Net;
using MailDispatcher.Sandbox.Faults;

namespace MailDispatcher.Sandbox.Tests;

public sealed class PageTests
{
    [Fact]
    public async Task Home_Empty_SaysHowToBegin()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var page = await sandbox.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(
            $"curl http://127.0.0.1:{sandbox.Server.Page.Port}/v3/smtp/email",
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("<p class=\"figure \">300</p>", page.Text, StringComparison.Ordinal);
        Assert.Contains("09:00:00", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/mails/1")]
    public async Task Pages_HaveAStrictPolicyAndNothingFromElsewhere(string path)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.SendAsync();
        var page = await sandbox.GetAsync(path);
        Assert.StartsWith(
            "default-src 'none'; style-src 'self';",
            page.Headers["Content-Security-Policy"],
            StringComparison.Ordinal
        );
        Assert.Equal(
            ("nosniff", "no-referrer", "no-store"),
            (page.Headers["X-Content-Type-Options"], page.Headers["Referrer-Policy"], page.Headers["Cache-Control"])
        );
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Home_ShowsEachMailFilledInAndNewestFirst()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.SendAsync();
        await sandbox.SendAsync(("templateId", 10), ("params", new { MENTOR_NAME = "Rui" }));
        var text = WebUtility.HtmlDecode((await sandbox.GetAsync("/")).Text);
        Assert.Contains(
            "Sua mentoria com Bia está confirmada para 22/11/2026, às 10:00.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("<dt>MENTOR_NAME</dt><dd>Zé</dd>", text, StringComparison.Ordinal);
        Assert.Contains("bia@example.com", text, StringComparison.Ordinal);
        Assert.Contains("template 7", text, StringComparison.Ordinal);
        Assert.True(
            text.IndexOf("/mails/2\"", StringComparison.Ordinal) < text.IndexOf("/mails/1\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Pages_EscapeEverythingThatAMailBrings()
    {
        const string Evil = "<script>alert(1)</script>\"'<img src=x onerror=alert(2)>";
        await using var sandbox = await RunningSandbox.StartAsync();
        var sent = await sandbox.SendAsync(
            ("templateId", null),
            ("sender", new { email = "x@example.com", name = Evil }),
            ("subject", Evil),
            ("htmlContent", "<p>{{params.A}}</p>"),
            ("params", new Dictionary<string, object> { ["A"] = Evil, [Evil] = new[] { Evil } }),
            RunningSandbox.Tags(Evil),
            ("to", new[] { new { email = "a@example.com", name = Evil } })
        );
        Assert.Equal(HttpStatusCode.Created, sent.Status);
        sandbox.State.Faults.Set(
            new FaultRule
            {
                Path = Evil,
                Method = Evil,
                Headers = new Dictionary<string, string> { ["x"] = Evil },
            }
        );
        foreach (var path in (string[])["/", "/mails/1", "/?find=" + Uri.EscapeDataString("<script>")])
        {
            var page = await sandbox.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;alert(1)", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Content_IsShownInAFrameThatRunsNothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.SendAsync(
            ("templateId", null),
            ("sender", new { id = 1 }),
            ("subject", "x"),
            ("htmlContent", "<script>alert(1)</script>Olá, {{params.MENTOR_NAME}}")
        );
        Assert.Matches(
            "<iframe [^>]*src=\"/mails/1/content\" sandbox(=\"\")?>",
            (await sandbox.GetAsync("/mails/1")).Text
        );
        var content = await sandbox.GetAsync("/mails/1/content");
        Assert.Equal(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; frame-ancestors 'self'",
            content.Headers["Content-Security-Policy"]
        );
        Assert.Equal(
            ("text/html; charset=utf-8", "<script>alert(1)</script>Olá, Z&#233;"),
            (content.Headers["Content-Type"], content.Text)
        );
    }

    [Fact]
    public async Task Mail_ShowsItsRequestAndItsNeighbours()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        for (var i = 0; i < 3; i++)
            await sandbox.SendAsync(("headers", new { idempotencyKey = Guid.NewGuid() }));
        var text = WebUtility.HtmlDecode((await sandbox.GetAsync("/mails/2")).Text);
        Assert.Contains("\"MENTORED_NAME\": \"Bia\"", text, StringComparison.Ordinal);
        Assert.Contains(sandbox.State.Mails.Snapshot()[1].MessageId, text, StringComparison.Ordinal);
        Assert.Contains("href=\"/mails/1\"", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/mails/3\"", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync("/mails/4")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync("/mails/4/content")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync("/mails/x")).Status);
    }

    [Fact]
    public async Task Home_ManyMails_ArePagedAndFound()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        for (var i = 1; i <= 60; i++)
            await sandbox.SendAsync(
                ("to", new[] { new { email = $"p{i}@example.com" } }),
                RunningSandbox.Tags($"mail-{i}")
            );
        var first = (await sandbox.GetAsync("/")).Text;
        Assert.Equal(
            (25, true, false),
            (
                Cards(first),
                first.Contains("Page 1 of 3", StringComparison.Ordinal),
                first.Contains("rel=\"prev\"", StringComparison.Ordinal)
            )
        );
        var last = (await sandbox.GetAsync("/?page=3")).Text;
        Assert.Equal((10, false), (Cards(last), last.Contains("rel=\"next\"", StringComparison.Ordinal)));
        Assert.Contains("p1@example.com", last, StringComparison.Ordinal);
        Assert.Equal(10, Cards((await sandbox.GetAsync("/?page=99")).Text));
        Assert.Equal(1, Cards((await sandbox.GetAsync("/?find=P33@example")).Text));
        Assert.Equal(1, Cards((await sandbox.GetAsync("/?find=mail-60")).Text));
        Assert.Contains("No mail matches", (await sandbox.GetAsync("/?find=nobody")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "http-equiv=\"refresh\"",
            (await sandbox.GetAsync("/?live=true")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Home_ShowsFaultsInForceInWords()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.State.Faults.Set(
            new()
            {
                Path = "/v3/smtp/email",
                Method = "POST",
                Reset = ResetMoment.After,
                Times = 1,
            },
            new()
            {
                Status = 503,
                DelayMs = 1500,
                Skip = 2,
                Headers = new Dictionary<string, string> { ["retry-after"] = "7" },
            }
        );
        var text = (await sandbox.GetAsync("/")).Text;
        Assert.Contains("POST /v3/smtp/email", text, StringComparison.Ordinal);
        Assert.Contains("the call is served, then the connection is reset", text, StringComparison.Ordinal);
        Assert.Contains(
            "answered 503, the call is not served; with retry-after: 7; 1500 ms late",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("until it is removed, once 2 more have passed", text, StringComparison.Ordinal);
    }

    private static int Cards(string page) => page.Split("<article class=\"mail\">").Length - 1;
}
