using MailDispatcher.Web.View;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// Every page and state for people who see little or nothing: judged by axe, light and dark, phone to desktop.
/// </summary>
public sealed class AccessibilityTests(Browser browser)
{
    private const int Phone = 360;
    private const int Desktop = 1280;

    private static readonly int[] Widths = [Phone, 768, 1000, Desktop];

    private static readonly Dictionary<string, Func<OpsSnapshot>> States = new()
    {
        ["calm"] = () => Given.Calm(),
        ["misses"] = Given.MissesAhead,
        ["nothing-waiting"] = Given.NothingWaiting,
        ["broker-down"] = Given.BrokerDown,
        ["parked"] = () => Given.Parked(),
        ["bounced"] = Given.Bounced,
        ["unsafe"] = Given.PublishedUnsafely,
    };

    public static TheoryData<string, bool> StatesInBothColours =>
        [.. States.Keys.SelectMany(state => new[] { (state, false), (state, true) })];

    [Theory]
    [MemberData(nameof(StatesInBothColours))]
    public async Task Pages_InEachStateAndColour_HaveNoFlawThatAxeFinds(string state, bool dark)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(States[state](), Given.Mail(0)));
        var page = await browser.OpenAsync(served.Url, dark);
        await page.GotoAsync("/login");
        await page.FillAsync("input[name=name]", "Olga");
        await page.FillAsync("input[name=token]", ServedPage.Token);
        await page.ClickAsync("button:text-is('Log in')");
        string[] paths = ["/", "/waiting", "/waiting?misses=1", "/parked", .. PathsOf(States[state]())];
        List<string> flaws = [];
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            foreach (var width in Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                // The widths between show the layout of one of these two; the colours are the same at any width.
                if (width == Desktop || (width == Phone && !dark))
                    flaws.AddRange((await page.FlawsAsync()).Select(flaw => $"{path} at {width}: {flaw}"));
                if (await page.OverflowAsync() > 0)
                    flaws.Add($"{path} at {width}: scrolls sideways");
            }
        }

        await page.DoneAsync();
        Assert.True(flaws.Count == 0, string.Join("\n", flaws.Distinct()));
    }

    [Fact]
    public async Task Flaw_ThatAPageHas_IsFound()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var page = await browser.OpenAsync(served.Url);
        // Ours forbid styles of their own.
        await page.GotoAsync("about:blank");
        await page.SetContentAsync(
            "<html lang=en><title>t</title><main><h1>t</h1><img src=x><p style='color:#bbb;background:#fff'>pale"
        );
        var flaws = await page.FlawsAsync();
        Assert.Equal(["color-contrast", "image-alt"], flaws.Select(flaw => flaw.Split(':')[0]).Order());
        await page.DoneAsync();
    }

    [Theory]
    [InlineData(900)]
    [InlineData(1000)]
    [InlineData(1100)]
    public async Task Matrix_BetweenPhoneAndDesktop_ShowsItsLastColumn(int width)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.MissesAhead()));
        var page = await browser.OpenAsync(served.Url);
        await page.SetViewportSizeAsync(width, 900);
        Assert.Equal(
            0,
            await page.MeasureAsync(
                "(() => { const s = document.querySelector('.scroll'); return s.scrollWidth - s.clientWidth; })()"
            )
        );
        await page.DoneAsync();
    }

    [Fact]
    public async Task Verdict_ThatChanges_IsReadAloud()
    {
        var view = new ChangingView(Given.Calm());
        await using var served = await ServedPage.StartAsync(view);
        var page = await browser.OpenAsync(served.Url);
        Assert.Equal("", await page.InnerTextAsync("#live[role=status]"));
        view.Snapshot = Given.MissesAhead();
        await page.Locator("#live:has-text('14 urgent mails will miss')")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.DoneAsync();
    }

    // What shows nothing of the state is judged in one of them.
    private static IEnumerable<string> PathsOf(OpsSnapshot state) =>
        state.Parked.Count > 0
            ? state
                .Parked.Take(1)
                .SelectMany(g =>
                    new[]
                    {
                        $"/parked?group={g.Key}",
                        $"/parked/retry?group={g.Key}",
                        $"/parked/discard?group={g.Key}",
                        $"/mails/{Given.Id(0)}",
                        $"/mails/{Given.Id(0)}/preview",
                        "/search?q=mentoring",
                        "/events",
                        "/events?kind=start&by=olga",
                        "/webhooks",
                        "/login",
                        "/nowhere",
                    }
                )
            : [];
}
