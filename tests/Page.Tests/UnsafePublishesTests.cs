using MailDispatcher.Core.Names;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Page.Tests;

/// <summary>The page tells operators which apps' way to publish is a danger to mail, and only then.</summary>
public sealed class UnsafePublishesTests(Browser browser)
{
    [Fact]
    public async Task UnsafePublishes_WhenThereAreAny_SayWhatTheAppMustChange()
    {
        const string Notice = "#published-unsafely";
        var view = new ChangingView(Given.Calm());
        await using var served = await ServedPage.StartAsync(view);
        var page = await browser.OpenAsync(served.Url);
        Assert.Equal(0, await page.Locator($"{Notice}, a[href='{Notice}']").CountAsync());
        foreach (var name in EnumName.All<PublishFault>())
        {
            view.Snapshot = Given.Calm() with { UnsafePublishes = new Dictionary<string, long> { [name] = 3 } };
            await page.GotoAsync("/");
            Assert.StartsWith(
                $"3 × {name}: ",
                await page.Locator($"{Notice} li").InnerTextAsync(),
                StringComparison.Ordinal
            );
        }

        view.Snapshot = Given.PublishedUnsafely();
        await page.GotoAsync("/");
        await page.ClickAsync($".verdict a[href='{Notice}']");
        Assert.EndsWith(Notice, page.Url, StringComparison.Ordinal);
        var part = await page.InnerTextAsync("section[aria-label='Needs a person']");
        Assert.Contains("docs/producers.md", part, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing does", part, StringComparison.Ordinal);
        var rows = await page.Locator($"{Notice} li").AllInnerTextsAsync();
        Assert.Equal(
            ["1204 × transient", "7 × no_zone"],
            rows.Select(row => row[..row.IndexOf(':', StringComparison.Ordinal)])
        );
        await page.DoneAsync();
    }
}
