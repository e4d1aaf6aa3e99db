using MailDispatcher.Core.Journal;
using MailDispatcher.Web.View;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>The parked mails as somebody works through them.</summary>
public sealed class ParkedPageTests(Browser browser)
{
    [Fact]
    public async Task RetryAll_Of1217_AsksOnceWithTheCostAndDoesThemAll()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Many(1217)));
        var page = await LoggedInAsync(served);
        await page.GotoAsync("/parked");
        Assert.Equal(100, await page.Locator("tbody tr").CountAsync());
        await page.ClickAsync("a:text-is('Retry all 1217 …')");
        Assert.Contains(
            "up to 1,215 credits; 143 are left today",
            await page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 mails of them are past the deadline",
            await page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        await Browser.ShootAsync(page, "parked-confirm");
        await page.ClickAsync("button:text-is('Retry 1,217 mails')");
        Assert.Equal(["retry of 1217 by Olga"], served.Actions.Wishes);
        Assert.EndsWith("/parked?done=retry", page.Url, StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task RetryAll_AfterMoreHaveCome_IsRefused()
    {
        var view = new ChangingView(Many(3));
        await using var served = await ServedPage.StartAsync(view);
        var page = await LoggedInAsync(served);
        await page.GotoAsync($"/parked/retry?group={view.Snapshot.Parked[0].Key}");
        view.Snapshot = Many(4);
        await page.ClickAsync("button:text-is('Retry 3 mails')");
        Assert.Contains(
            "confirmed for 3 mails, and now it would be 4",
            await page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        Assert.Empty(served.Actions.Wishes);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Unreadable_IsOfferedToDiscardOnly()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked()));
        var page = await LoggedInAsync(served);
        await page.GotoAsync($"/parked?group={Given.Parked().Parked[1].Key}");
        Assert.Equal(0, await page.Locator("form[action='/actions/retry'], a[href*='/parked/retry']").CountAsync());
        await page.ClickAsync("a:text-is('Discard all 2 …')");
        await page.ClickAsync("button:text-is('Discard 2 mails')");
        Assert.Equal(["discard of 2 by Olga"], served.Actions.Wishes);
        await page.DoneAsync();
    }

    [Fact]
    public async Task OneMail_Mended_IsShownToAnOperatorWithWhatIsWrongAndSentBack()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked()));
        served.Actions.Body = "{\n  \"deadline\": \"tomorow\"\n}";
        var page = await LoggedInAsync(served);
        await page.GotoAsync($"/parked?group={Given.Parked().Parked[1].Key}");
        await page.Locator("a:text-is('Mend …')").First.ClickAsync();
        Assert.Equal(served.Actions.Body, await page.InputValueAsync("textarea"));
        Assert.Contains("deadline: not a time", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "parked-mend");
        await page.FillAsync("textarea", "{}");
        await page.ClickAsync("button:text-is('Send it back (1 credit)')");
        var wish = Assert.Single(served.Actions.Wishes);
        Assert.EndsWith("by Olga: {}", wish, StringComparison.Ordinal);
        Assert.EndsWith("?done=mend", page.Url, StringComparison.Ordinal);
        Assert.Contains(
            served.Log.Lines,
            line => line.Contains("Olga looked at what parked mail", StringComparison.Ordinal)
        );
        await page.DoneAsync();
    }

    [Fact]
    public async Task Mending_ThatIsRefused_KeepsWhatWasTypedAndSaysWhy()
    {
        await using var served = await ServedPage.StartAsync(
            new GivenView(Given.Parked()),
            refusal: "deadline: it has passed"
        );
        served.Actions.Body = "{}";
        var page = await LoggedInAsync(served);
        await page.GotoAsync($"/parked/mend?mail={Given.Id(1)}");
        await page.FillAsync("textarea", "{\"typed\": true}");
        await page.ClickAsync("button:text-is('Send it back (1 credit)')");
        Assert.Equal("{\"typed\": true}", await page.InputValueAsync("textarea"));
        Assert.Contains("deadline: it has passed", await page.InnerTextAsync(".notice.bad"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "parked-mend-refused");
        await page.DoneAsync();
    }

    [Fact]
    public async Task WhatAParkedMailSays_IsForOperatorsAlone()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked()));
        served.Actions.Body = "{\"email\":\"ana@example.com\"}";
        using var anyone = new HttpClient { BaseAddress = served.Url };
        var answer = await anyone.GetAsync(
            new Uri($"/parked/mend?mail={Given.Id(1)}", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(
            "ana@example.com",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task OneMail_Retried_LeadsBackToItsGroup()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Parked()));
        var page = await LoggedInAsync(served);
        await page.GotoAsync($"/parked?group={Given.Parked().Parked[0].Key}");
        await page.Locator("button:text-is('Retry (1 credit)')").First.ClickAsync();
        Assert.EndsWith($"/parked?group={Given.Parked().Parked[0].Key}&done=retry", page.Url, StringComparison.Ordinal);
        Assert.Contains("Sent back", await page.InnerTextAsync(".notice"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Mail_WithdrawnOrReplacedMeanwhile_SaysSoAndHasNoRetry()
    {
        var snapshot = Many(4);
        var group = snapshot.Parked[0];
        List<ParkedRow> mails = [.. group.Mails.Select(mail => mail with { Deadline = Given.Now.AddHours(5) })];
        mails[1] = mails[1] with { ObsoleteBy = Given.Id(77), IsWithdrawn = true };
        mails[2] = mails[2] with { ObsoleteBy = Given.Id(78) };
        var view = new GivenView(
            snapshot with
            {
                Parked = [group with { Mails = mails }],
            },
            Given.Mail(1) with
            {
                State = MailStatus.Parked,
            }
        );
        await using var served = await ServedPage.StartAsync(view);
        var page = await LoggedInAsync(served);
        await page.GotoAsync("/parked");
        Assert.Contains(
            $"withdrawn meanwhile by request {Given.Id(77).ToString()[..8]}",
            await page.Locator("tbody tr").Nth(1).InnerTextAsync(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "replaced meanwhile by request",
            await page.Locator("tbody tr").Nth(2).InnerTextAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(2, await page.Locator("form[action='/actions/retry']").CountAsync());
        await Browser.ShootAsync(page, "parked-obsolete");
        await page.ClickAsync("a:text-is('Retry all 4 …')");
        var text = await page.InnerTextAsync("main");
        Assert.Contains("up to 2 credits", text, StringComparison.Ordinal);
        Assert.Contains("2 mails of them were replaced or withdrawn meanwhile", text, StringComparison.Ordinal);
        await page.GotoAsync($"/mails/{Given.Id(1)}");
        Assert.Contains("withdrawn meanwhile", await page.InnerTextAsync(".verdict"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form[action='/actions/retry']").CountAsync());
        await page.DoneAsync();
    }

    private static OpsSnapshot Many(int count) =>
        Given.Calm() with
        {
            ParkedCount = count,
            Parked =
            [
                new ParkedGroup(
                    "invalid_parameter",
                    "email is not valid in to",
                    "confirmation_to_mentor",
                    count,
                    Given.Now.AddHours(-2),
                    [
                        .. Enumerable
                            .Range(0, count)
                            .Select(i => new ParkedRow(
                                Given.Id(i),
                                "invalid_parameter",
                                "email is not valid in to",
                                Given.Now.AddHours(-3),
                                Given.Now.AddHours(i - 1.5)
                            )),
                    ]
                ),
            ],
        };

    private async Task<IPage> LoggedInAsync(ServedPage served)
    {
        var page = await browser.OpenAsync(served.Url, script: false);
        await page.GotoAsync("/login");
        await page.FillAsync("input[name=name]", "Olga");
        await page.FillAsync("input[name=token]", ServedPage.Token);
        await page.ClickAsync("button:text-is('Log in')");
        return page;
    }
}
