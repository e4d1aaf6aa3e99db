using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// The page's addresses. Whoever may not read is asked to log in, everywhere but at the probes and the metrics.
/// </summary>
public static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var view = app.Services.GetRequiredService<IOpsView>();
        var rules = app.Services.GetRequiredService<AccessRules>();
        foreach (var asset in PageAssets.All)
        {
            app.MapGet(
                    asset.Path,
                    (HttpResponse response) =>
                    {
                        response.Headers.CacheControl = "public, max-age=31536000, immutable";
                        return Results.Bytes(asset.Content, asset.ContentType);
                    }
                )
                .AllowAnonymous();
        }

        app.MapGet(
            "/",
            async (HttpContext context, string? done) => Show(DashboardPage.Of(await FrameAsync(context), done))
        );
        app.MapGet(
            "/waiting",
            async (HttpContext context, string? urgency, string? due, string? misses, string? page) =>
                Show(
                    WaitingPage.Of(
                        await FrameAsync(context),
                        Filter(urgency, due, misses),
                        int.TryParse(page, CultureInfo.InvariantCulture, out var number) ? number : 1
                    )
                )
        );
        app.MapGet(
            "/parked",
            async (HttpContext context, string? group, string? page, string? done) =>
                Show(
                    ParkedPage.Of(
                        await FrameAsync(context),
                        group,
                        int.TryParse(page, CultureInfo.InvariantCulture, out var number) ? number : 1,
                        done
                    )
                )
        );
        foreach (var action in new[] { "retry", "discard" })
        {
            app.MapGet(
                $"/parked/{action}",
                async (HttpContext context, string? group) =>
                {
                    var frame = await FrameAsync(context);
                    return frame.Snapshot.Parked.FirstOrDefault(g => g.Key == group) is { } chosen
                        ? Show(ConfirmPage.Of(frame, action, chosen))
                        : Show(
                            Layout.Message("None is parked for this", "Somebody has dealt with them meanwhile."),
                            StatusCodes.Status404NotFound
                        );
                }
            );
        }

        app.MapGet(
            "/search",
            async (HttpContext context, string? q) =>
                Show(
                    SearchPage.Of(
                        await FrameAsync(context),
                        q?.Trim() ?? "",
                        string.IsNullOrWhiteSpace(q)
                            ? []
                            : await view.SearchAsync(new MailQuery(q.Trim()), context.RequestAborted)
                    )
                )
        );
        app.MapGet(
            "/mails/{id}",
            async (HttpContext context, string id, string? done) =>
                (await MailById.FindAsync(view, id, context.RequestAborted)).Mail is { } mail
                    ? Show(MailPage.Of(await FrameAsync(context), mail, done))
                    : Show(
                        Layout.Message(
                            "No such mail",
                            "Neither the pending queue nor the journal knows it. A mail published a moment ago shows after the next look."
                        ),
                        StatusCodes.Status404NotFound
                    )
        );
        app.MapGet(
            "/days/{day}",
            async (HttpContext context, string day) =>
                TryDay(day, out var date) && await view.ReportOfAsync(date, context.RequestAborted) is { } report
                    ? Show(DayPage.Of(await FrameAsync(context), report))
                    : Show(
                        Layout.Message(
                            "No such day",
                            "Write it as /days/2026-11-21. A dispatcher that stands by, or has not read its journal yet, knows none."
                        ),
                        StatusCodes.Status404NotFound
                    )
        );
        app.MapFallback(() =>
            Show(Layout.Message("No such page", "There is nothing at this address."), StatusCodes.Status404NotFound)
        );

        async Task<PageFrame> FrameAsync(HttpContext context)
        {
            var snapshot = await view.SnapshotAsync(context.RequestAborted);
            return new PageFrame(
                snapshot,
                rules.ViewerOf(context),
                new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(snapshot.Zone), snapshot.At)
            );
        }
    }

    /// <summary>The filter that a link's values mean; values that no link of ours has mean no filter.</summary>
    internal static WaitingFilter Filter(string? urgency, string? due, string? misses) =>
        new(
            UrgencyBand.All.Any(band => band.Key == urgency) ? urgency : null,
            DueBand.All.Any(band => band.Key == due) ? due : null,
            misses == "1"
        );

    internal static bool TryDay(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date > DateOnly.MinValue
        && date < DateOnly.MaxValue;

    internal static IResult Show(Html page, int status = StatusCodes.Status200OK) =>
        Results.Text(page.ToString(), "text/html; charset=utf-8", statusCode: status);
}
