using System.Diagnostics;
using MailDispatcher.Web.View;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>What the page shows in its states, in a real browser.</summary>
public sealed class PageStatesTests(Browser browser, ITestOutputHelper output)
{
    // Scripts of a mail's text would run in this.
    private const string Hostile =
        "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">'\" onmouseover='x' &amp;";

    private static OpsSnapshot State(string name) =>
        name switch
        {
            "calm" => Given.Calm(),
            "misses" => Given.MissesAhead(),
            "nothing-waiting" => Given.NothingWaiting(),
            "broker-down" => Given.BrokerDown(),
            "parked" => Given.Parked(),
            "bounced" => Given.Bounced(),
            "unsafe" => Given.PublishedUnsafely(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    [Theory]
    [InlineData("calm", "All urgent mail will be on time", "143 of 300 left")]
    [InlineData("misses", "14 urgent mails will miss within 24 hours", "will miss")]
    [InlineData("nothing-waiting", "Nothing waits", "Nothing does")]
    [InlineData("broker-down", "nothing is sent", "Connection refused")]
    [InlineData("parked", "19 parked mails need a person", "17 × invalid_parameter")]
    [InlineData("bounced", "109 of 157 mails sent in the last day reached nobody", "2 of them complained")]
    [InlineData("unsafe", "All urgent mail will be on time", "1204 × transient: publish with delivery mode 2")]
    public async Task Page_InEachState_SaysItAndFitsAPhone(string state, string headline, string detail)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(State(state)));
        var page = await browser.OpenAsync(served.Url);
        Assert.Contains(headline, await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        var text =
            await page.InnerTextAsync("main")
            + await page.Locator("[title]").EvaluateAllAsync<string>("all => all.map(e => e.title).join()");
        Assert.Contains(detail, text, StringComparison.Ordinal);
        await Browser.ShootAsync(page, $"{state}-light");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Browser.ShootAsync(page, $"{state}-dark");
        await page.SetViewportSizeAsync(360, 740);
        await AssertNoHorizontalScrollAsync(page);
        await Browser.ShootAsync(page, $"{state}-phone");
        await page.DoneAsync();
    }

    [Fact]
    public async Task Page_WithSevenParts_ShowsThemInOrder()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked()));
        var page = await browser.OpenAsync(served.Url);
        var parts = await page.Locator("main section")
            .EvaluateAllAsync<string[]>("all => all.map(s => s.getAttribute('aria-label'))");
        Assert.Equal(
            ["Verdict", "Credits", "Waiting mail", "Needs a person", "Next sends", "The day so far", "Last events"],
            parts
        );
        await page.DoneAsync();
    }

    [Fact]
    public async Task Credits_WithWindowsOfAnAllowance_SayWhatIsLeftInEach()
    {
        var calm = Given.Calm();
        await using var served = await ServedPage.StartAsync(
            new GivenView(
                calm with
                {
                    Credits = calm.Credits with
                    {
                        Windows =
                        [
                            new WindowRow("20/hour", 20, 3, Given.Now.AddMinutes(53), Binds: true),
                            new WindowRow("9000/month", 9000, 8000, null, Binds: false),
                        ],
                    },
                }
            )
        );
        var page = await browser.OpenAsync(served.Url);
        Assert.Matches(
            "3 left of 20/hour\\s+more 15:00, in 53 min\\s+this window binds",
            await page.Locator(".window").First.InnerTextAsync()
        );
        Assert.Equal("8000 left of 9000/month", (await page.Locator(".window").Last.InnerTextAsync()).Trim());
        await Browser.ShootAsync(page, "windows");
        await page.DoneAsync();
    }

    [Fact]
    public async Task Matrix_CountClicked_LeadsThroughTheListToTheMail()
    {
        var snapshot = Given.MissesAhead();
        var first = snapshot
            .Waiting.Where(r => r.Misses == true)
            .OrderBy(r => r.SendAt ?? DateTimeOffset.MaxValue)
            .First();
        await using var served = await ServedPage.StartAsync(
            new GivenView(snapshot, Given.Mail(6) with { Id = first.Id })
        );
        var page = await browser.OpenAsync(served.Url);
        await page.Locator(".matrix tfoot a.miss").Last.ClickAsync();
        Assert.Equal("23 waiting mails", await page.InnerTextAsync("h1"));
        Assert.Equal(23, await page.Locator("tr.misses").CountAsync());
        await Browser.ShootAsync(page, "list-misses");
        await page.Locator($"a[href='/mails/{first.Id}']").ClickAsync();
        Assert.Contains("Pending, goes 15:00", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.Contains("Ana Souza <ana@example.com>", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "mail");
        await page.DoneAsync();
    }

    [Fact]
    public async Task Page_WithHostileTextEverywhere_ShowsItAsText()
    {
        await using var served = await ServedPage.StartAsync(
            new GivenView(Given.Hostile(Hostile), Given.Mail(0, Hostile))
        );
        var page = await browser.OpenAsync(served.Url);
        foreach (var path in new[] { "/", "/waiting", "/parked", $"/mails/{Given.Id(0)}" })
        {
            await page.GotoAsync(path);
            Assert.Contains(Hostile, await page.InnerTextAsync("body"), StringComparison.Ordinal);
            Assert.Equal(
                0,
                await page.Locator("main script, main img, main [onerror], main [onmouseover]").CountAsync()
            );
            Assert.NotEqual("owned", await page.TitleAsync());
        }

        await page.SetViewportSizeAsync(360, 740);
        await page.GotoAsync("/");
        await AssertNoHorizontalScrollAsync(page);
        await Browser.ShootAsync(page, "hostile-phone");
        await page.DoneAsync();
    }

    [Fact]
    public async Task Page_With10000Waiting_ListsThemInPages()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm(10_000)));
        using var http = new HttpClient { BaseAddress = served.Url };
        await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var started = Stopwatch.GetTimestamp();
        var html = await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        output.WriteLine(
            $"The page with 10,000 waiting mails: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, {html.Length / 1024} KiB."
        );

        var page = await browser.OpenAsync(served.Url);
        Assert.Contains(
            "10000",
            await page.InnerTextAsync("section[aria-label='Waiting mail']"),
            StringComparison.Ordinal
        );
        await Browser.ShootAsync(page, "10000-waiting");
        await page.GotoAsync("/waiting");
        Assert.Equal(100, await page.Locator("tbody tr").CountAsync());
        await page.ClickAsync("text=next");
        Assert.Contains("page 2 of 100", await page.InnerTextAsync(".pager"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Lists_OnAPhone_DoNotScrollSideways()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked(), Given.Mail(0)));
        var page = await browser.OpenAsync(served.Url, phone: true);
        foreach (var path in new[] { "/waiting", "/parked", $"/mails/{Given.Id(0)}", "/login" })
        {
            await page.GotoAsync(path);
            await AssertNoHorizontalScrollAsync(page);
            await Browser.ShootAsync(page, $"phone{path[..Math.Min(path.Length, 8)].Replace('/', '-')}");
        }

        await page.DoneAsync();
    }

    [Fact]
    public async Task Account_ThatHasAName_StandsInTitleAndHeader()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm() with { Account = "brand-b" }));
        var page = await browser.OpenAsync(served.Url);
        Assert.EndsWith(": brand-b", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("Mail Dispatcher: brand-b", await page.InnerTextAsync("header .brand"));
        await page.DoneAsync();
    }

    [Fact]
    public async Task Page_WithScript_RenewsItself()
    {
        var view = new ChangingView(Given.Calm());
        await using var served = await ServedPage.StartAsync(view);
        var page = await browser.OpenAsync(served.Url);
        Assert.Contains("renews itself", await page.InnerTextAsync("#refresh"), StringComparison.Ordinal);
        view.Snapshot = Given.MissesAhead();
        await page.Locator("h1:has-text('will miss')").WaitForAsync();
        Assert.StartsWith("! 14 urgent mails", await page.TitleAsync(), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Page_WithoutScript_WorksAndAsksTheBrowserToReload()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.MissesAhead(), Given.Mail(0)));
        var page = await browser.OpenAsync(served.Url, script: false);
        Assert.Contains("will miss", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", await page.ContentAsync(), StringComparison.Ordinal);
        await page.Locator(".sends a").First.ClickAsync();
        Assert.Contains("What happened", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    private static async Task AssertNoHorizontalScrollAsync(IPage page) => Assert.Equal(0, await page.OverflowAsync());
}
