using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// What is asked of a tab without a limit of Playwright's own. Chromium was seen to stand still in the middle of a
/// look, for ever; then the look is taken anew, and the tab is left behind at its end.
/// </summary>
internal static class Tab
{
    private const int MostLooks = 3;

    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(20);

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>What axe finds wrong with the page as it stands, a line each.</summary>
    /// <remarks>
    /// Deque's own way in puts the script into the page and into an empty one besides, each time: four fifths of the
    /// whole cost. Once a page is enough where there are no frames.
    /// </remarks>
    public static async Task<IReadOnlyList<string>> FlawsAsync(this IPage page)
    {
        if (!await AnewAsync(() => page.EvaluateAsync<bool>("typeof axe === 'object'")))
            await AnewAsync(() => page.EvaluateAsync<bool>($"{Axe}; true"));
        return await AnewAsync(() =>
            page.EvaluateAsync<string[]>(
                """
                async () => (await axe.run({ resultTypes: ['violations'] })).violations
                    .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html.slice(0, 160)}`))
                """
            )
        );
    }

    /// <summary>What a script tells of the page.</summary>
    public static Task<int> MeasureAsync(this IPage page, string script) =>
        AnewAsync(() => page.EvaluateAsync<int>(script));

    /// <summary>By how many pixels the page is wider than its window; 0 when all of it is seen.</summary>
    public static Task<int> OverflowAsync(this IPage page) =>
        page.MeasureAsync("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)");

    /// <summary>Sets what a field holds, its own rules aside.</summary>
    public static Task FillUncheckedAsync(this ILocator field, string value) =>
        field.EvaluateAsync("(field, value) => field.value = value", value).WaitAsync(LongestLook);

    /// <summary>Ends the tab and its cookies.</summary>
    public static async Task DoneAsync(this IPage page)
    {
        try
        {
            await page.Context.CloseAsync().WaitAsync(LongestClose);
        }
        catch (TimeoutException)
        {
            // It ends with the browser.
        }
    }

    private static async Task<T> AnewAsync<T>(Func<Task<T>> look)
    {
        for (var looks = 1; ; looks++)
        {
            try
            {
                return await look().WaitAsync(LongestLook);
            }
            catch (TimeoutException) when (looks < MostLooks) { }
        }
    }
}
