using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>After an action one is where one was.</summary>
public sealed class ReturnTests(Browser browser)
{
    public static TheoryData<string> Pages =>
        ["/", "/waiting?misses=1&page=2", $"/mails/{Given.Id(0)}", "/search?q=mentoring%20%26%20%C3%A9"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Pause_OnAnyPage_LeadsBackToItAndSaysSo(string path)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm(), Given.Mail(0)));
        var page = await LoggedInAsync(served);
        await page.GotoAsync(path);
        await page.ClickAsync("button:text-is('Pause')");
        Assert.Equal($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done=pause", Path(page));
        Assert.Contains("Paused.", await page.InnerTextAsync(".notice"), StringComparison.Ordinal);
        // What the action before has done is not said again.
        await page.ClickAsync("button:text-is('Run now')");
        Assert.EndsWith("done=run-now", Path(page), StringComparison.Ordinal);
        Assert.DoesNotContain("done=pause", Path(page), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task OneMail_OnALaterPageOfItsGroup_LeadsBackToThatPage()
    {
        var snapshot = Given.Parked();
        var group = snapshot.Parked[0];
        group = group with
        {
            Mails = [.. Enumerable.Range(0, 250).Select(i => group.Mails[0] with { Id = Given.Id(8000 + i) })],
        };
        await using var served = await ServedPage.StartAsync(new GivenView(snapshot with { Parked = [group] }));
        var page = await LoggedInAsync(served);
        await page.GotoAsync($"/parked?group={group.Key}&page=2");
        await page.Locator("button:text-is('Retry (1 credit)')").First.ClickAsync();
        Assert.Equal($"/parked?group={group.Key}&page=2&done=retry", Path(page));
        Assert.Contains("page 2 of 3", await page.InnerTextAsync(".pager"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Action_ThatIsRefused_LeadsBackByALink()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), refusal: "Not today.");
        var page = await LoggedInAsync(served);
        await page.GotoAsync("/waiting?misses=1");
        await page.ClickAsync("button:text-is('Pause')");
        Assert.Contains("Not today.", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("text=Back to the page");
        Assert.Equal("/waiting?misses=1", Path(page));
        await page.DoneAsync();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("evil")]
    [InlineData("")]
    public async Task Form_ThatNamesAnotherSite_LeadsToTheFirstPage(string back)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var page = await LoggedInAsync(served);
        await page.Locator("form[action='/actions/pause'] input[name=back]").FillUncheckedAsync(back);
        await page.ClickAsync("button:text-is('Pause')");
        Assert.Equal("/?done=pause", Path(page));
        await page.DoneAsync();
    }

    private static string Path(IPage page) => new Uri(page.Url).PathAndQuery;

    private async Task<IPage> LoggedInAsync(ServedPage served)
    {
        var page = await browser.OpenAsync(served.Url);
        await page.GotoAsync("/login");
        await page.FillAsync("input[name=name]", "Olga");
        await page.FillAsync("input[name=token]", ServedPage.Token);
        await page.ClickAsync("button:text-is('Log in')");
        return page;
    }
}
