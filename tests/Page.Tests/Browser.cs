using MailDispatcher.TestKit;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>The system's Chromium without a window, one for all tests; each test opens tabs of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, ".run", "test", "screenshots");

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _launching = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync();
        Directory.CreateDirectory(Folder);
    }

    /// <summary>
    /// A fresh tab with its own cookies. A Chromium that stands still is left behind for a new one: else each test after
    /// it would wait out its patience.
    /// </summary>
    public async Task<IPage> OpenAsync(Uri address, bool dark = false, bool phone = false, bool script = true)
    {
        var browser = _browser!;
        try
        {
            return await OpenAsync(browser, address, dark, phone, script);
        }
        catch (TimeoutException)
        {
            return await OpenAsync(await InPlaceOfAsync(browser), address, dark, phone, script);
        }
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, Uri address, bool dark, bool phone, bool script)
    {
        var opening = browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = address.AbsoluteUri,
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = phone
                    ? new ViewportSize { Width = 360, Height = 740 }
                    : new ViewportSize { Width = 1200, Height = 900 },
                JavaScriptEnabled = script,
            }
        );
        var context = await opening.WaitAsync(LongestWait);
        context.SetDefaultTimeout((float)LongestWait.TotalMilliseconds);
        var page = await context.NewPageAsync().WaitAsync(LongestWait);
        await page.GotoAsync("/");
        return page;
    }

    private async Task<IBrowser> InPlaceOfAsync(IBrowser still)
    {
        await _launching.WaitAsync();
        try
        {
            return _browser == still ? _browser = await LaunchAsync() : _browser!;
        }
        finally
        {
            _launching.Release();
        }
    }

    private Task<IBrowser> LaunchAsync() =>
        _playwright!.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                // There is no graphics processor to wait for.
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-gpu"],
                Timeout = 120_000,
            }
        );

    /// <summary>Keeps what the tab shows, from top to bottom, under .run/test/screenshots.</summary>
    public static async Task<string> ShootAsync(IPage page, string name)
    {
        var path = Path.Combine(Folder, $"{name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        // Neither has a limit of its own, and a tab that stands still would keep the tests from ending.
        if (_browser is not null)
            await EndAsync(_browser.CloseAsync());
        if (_playwright is { } playwright)
            await EndAsync(Task.Run(playwright.Dispose));
        _launching.Dispose();
    }

    private static async Task EndAsync(Task ending)
    {
        try
        {
            await ending.WaitAsync(LongestWait);
        }
        catch (TimeoutException)
        {
            // Chromium and its driver end when this process has.
        }
    }
}
