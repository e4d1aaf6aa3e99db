using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
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

    // What is right need not be described and sent here.
    private static readonly AxeRunOptions FlawsAlone = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>What axe finds wrong with the page as it stands, a line each.</summary>
    public static async Task<IReadOnlyList<string>> FlawsAsync(this IPage page)
    {
        var found = await AnewAsync(() => page.RunAxe(FlawsAlone));
        return
        [
            .. found.Violations.SelectMany(violation =>
                violation.Nodes.Select(node => $"{violation.Id}: {node.Html[..Math.Min(node.Html.Length, 160)]}")
            ),
        ];
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
