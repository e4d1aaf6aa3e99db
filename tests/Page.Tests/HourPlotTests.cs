namespace MailDispatcher.Page.Tests;

/// <summary>The drawing of a day's hours.</summary>
public sealed class HourPlotTests(Browser browser)
{
    [Theory]
    [InlineData(3)]
    [InlineData(900)]
    [InlineData(1_900)]
    [InlineData(75_000)]
    public async Task Labels_HoweverLargeTheNumbers_AreNotCut(int sent)
    {
        var calm = Given.Calm();
        await using var served = await ServedPage.StartAsync(
            new GivenView(
                calm with
                {
                    Today = calm.Today with { Sent = [.. Enumerable.Range(0, 24).Select(hour => sent - hour / 12)] },
                }
            )
        );
        var page = await browser.OpenAsync(served.Url);
        Assert.Empty(
            await page.Locator(".plot text")
                .EvaluateAllAsync<string[]>(
                    """
                    all => all
                        .filter(label => {
                            const [box, whole] = [label.getBBox(), label.ownerSVGElement.viewBox.baseVal];
                            return box.x < 0 || box.y < 0 || box.x + box.width > whole.width || box.y + box.height > whole.height;
                        })
                        .map(label => label.textContent)
                    """
                )
        );
        Assert.Equal(12, await page.Locator(".plot text").CountAsync());
        await Browser.ShootAsync(page, $"plot-{sent}");
        await page.DoneAsync();
    }
}
