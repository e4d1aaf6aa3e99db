using System.Net;
using MailDispatcher.Core.Journal;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// A person is found and forgotten on the page, by an operator, after a look at what goes; and no page's address,
/// nothing in the browser's history and no line of the log has theirs.
/// </summary>
public sealed class ForgetPageTests(Browser browser)
{
    private const string Address = "ana+1@example.com";

    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Person_FoundAndForgotten_AfterALookAtWhatGoes(bool script, bool phone)
    {
        await using var served = await ServedPage.StartAsync(View());
        var page = await OpenAsync(served, ServedPage.OlgasToken, script, phone);
        List<string> visited = [];
        page.Request += (_, request) => visited.Add($"{request.Url} {request.Headers.GetValueOrDefault("referer")}");
        await SearchAsync(page);
        Assert.StartsWith("5 mails found", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await page.ClickAsync("button:text-is('Forget this person…')");

        Assert.Equal($"Forget {Address}?", await page.InnerTextAsync("h1"));
        Assert.Equal(["2", "1", "1", "1"], await page.Locator("dd").AllInnerTextsAsync());
        Assert.Empty(served.Actions.Wishes);
        await Browser.ShootAsync(page, $"forget-{(phone ? "phone" : "desktop")}");
        await page.ClickAsync("button:text-is('Forget this person')");

        Assert.Equal([$"forget {Address} by olga"], served.Actions.Wishes);
        Assert.Contains(
            "2 waiting mails withdrawn, 1 parked mail discarded.",
            await page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        Assert.Contains("olga asked for forget a person: done.", served.Log.Lines);
        Assert.NotEmpty(visited);
        Assert.DoesNotContain(visited, url => url.Contains("example.com", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(served.Log.Lines, line => line.Contains("example.com", StringComparison.Ordinal));
        await page.DoneAsync();
    }

    [Fact]
    public async Task Refusal_IsSaid()
    {
        await using var served = await ServedPage.StartAsync(View(), refusal: "Set Suppression__Key.");
        var page = await OpenAsync(served, ServedPage.Token);
        await SearchAsync(page);
        await page.ClickAsync("button:text-is('Forget this person…')");
        await page.ClickAsync("button:text-is('Forget this person')");
        Assert.Contains("Set Suppression__Key.", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Reader_FindsThePersonAndCanNotForgetThem()
    {
        await using var served = await ServedPage.StartAsync(View(), from: Elsewhere);
        var page = await OpenAsync(served, ServedPage.ReaderToken);
        await SearchAsync(page);
        Assert.StartsWith("5 mails found", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form[action*=forget]").CountAsync());
        foreach (var path in new[] { "/actions/confirm-forget", "/actions/forget" })
        {
            var answer = await page.Context.APIRequest.PostAsync(
                path,
                new APIRequestContextOptions
                {
                    Form = page.Context.APIRequest.CreateFormData().Set("address", Address),
                    Headers = [KeyValuePair.Create("Origin", served.Url.GetLeftPart(UriPartial.Authority))],
                }
            );
            Assert.Equal((int)HttpStatusCode.Forbidden, answer.Status);
            Assert.DoesNotContain("Forget ana", await answer.TextAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(served.Actions.Wishes);
        await page.DoneAsync();
    }

    [Theory]
    [InlineData("/actions/confirm-forget")]
    [InlineData("/actions/forget")]
    public async Task Form_OfNoPageOfOurs_IsRefusedAndDoesNothing(string path)
    {
        await using var served = await ServedPage.StartAsync(View());
        var page = await OpenAsync(served, ServedPage.Token);
        var answer = await page.Context.APIRequest.PostAsync(
            path,
            new APIRequestContextOptions
            {
                Form = page.Context.APIRequest.CreateFormData().Set("address", Address),
                Headers = [KeyValuePair.Create("Origin", served.Url.GetLeftPart(UriPartial.Authority))],
            }
        );
        Assert.Equal((int)HttpStatusCode.Forbidden, answer.Status);
        Assert.Empty(served.Actions.Wishes);
        await page.DoneAsync();
    }

    [Fact]
    public async Task NoAddress_IsNotForgotten()
    {
        await using var served = await ServedPage.StartAsync(View());
        var page = await OpenAsync(served, ServedPage.Token);
        await SearchAsync(page);
        await page.ClickAsync("button:text-is('Forget this person…')");
        await page.Locator("input[name=address]").FillUncheckedAsync("ana");
        await page.ClickAsync("button:text-is('Forget this person')");
        Assert.Equal("No mail address", await page.InnerTextAsync("h1"));
        Assert.Empty(served.Actions.Wishes);
        await page.DoneAsync();
    }

    [Theory]
    [InlineData(false, 360)]
    [InlineData(true, 1280)]
    public async Task Pages_HaveNoFlawThatAxeFinds(bool dark, int width)
    {
        await using var served = await ServedPage.StartAsync(View());
        var page = await OpenAsync(served, ServedPage.Token, dark: dark);
        await page.SetViewportSizeAsync(width, 900);
        await SearchAsync(page);
        await CheckAsync();
        await page.ClickAsync("button:text-is('Forget this person…')");
        await CheckAsync();
        await page.ClickAsync("button:text-is('Forget this person')");
        await CheckAsync();
        await page.DoneAsync();

        async Task CheckAsync()
        {
            Assert.Empty(await page.FlawsAsync());
            Assert.Equal(0, await page.OverflowAsync());
        }
    }

    private static GivenView View() =>
        new(
            Given.Calm(),
            [
                Mail(0, MailStatus.Pending),
                Mail(1, MailStatus.Deferred),
                Mail(2, MailStatus.Parked),
                Mail(3, MailStatus.Delivered),
                Mail(4, MailStatus.Uncertain),
            ]
        );

    private static MailDispatcher.Web.View.MailView Mail(int number, MailStatus state) =>
        Given.Mail(number) with
        {
            State = state,
            Recipient = $"Ana <{Address}>",
        };

    private static async Task SearchAsync(IPage page)
    {
        await page.FillAsync("input[name=q]", Address);
        await page.ClickAsync("button:text-is('Find')");
    }

    private async Task<IPage> OpenAsync(
        ServedPage served,
        string token,
        bool script = true,
        bool phone = false,
        bool dark = false
    )
    {
        var page = await browser.OpenAsync(served.Url, dark, phone, script);
        await page.GotoAsync("/login");
        await page.FillAsync("input[name=name]", "Olga");
        await page.FillAsync("input[name=token]", token);
        await page.ClickAsync("button:text-is('Log in')");
        return page;
    }
}
