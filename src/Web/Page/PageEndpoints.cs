using System.Globalization;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Dashboard;
using MailDispatcher.Web.Page.Days;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.Page.Mails;
using MailDispatcher.Web.Page.Parked;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// The page's addresses. Whoever may not read is asked to log in, everywhere but at the probes and the metrics.
/// </summary>
internal static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var view = app.Services.GetRequiredService<IOpsView>();
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

        app.MapGet("/", (PageFrame frame) => PageResult.Of<DashboardPage>(new { Frame = frame }));
        app.MapGet(
            "/waiting",
            (PageFrame frame, string? urgency, string? due, string? misses, string? page) =>
                PageResult.Of<WaitingPage>(
                    new
                    {
                        Frame = frame,
                        Filter = Filter(urgency, due, misses),
                        Page = Number(page),
                    }
                )
        );
        app.MapGet(
            "/parked",
            (PageFrame frame, string? group, string? page) =>
                PageResult.Of<ParkedPage>(
                    new
                    {
                        Frame = frame,
                        Group = group,
                        Page = Number(page),
                    }
                )
        );
        foreach (var action in new[] { "retry", "discard" })
        {
            app.MapGet(
                $"/parked/{action}",
                (PageFrame frame, string? group) =>
                    frame.Snapshot.Parked.FirstOrDefault(g => g.Key == group) is { } chosen
                        ? PageResult.Of<ConfirmPage>(
                            new
                            {
                                Frame = frame,
                                Action = action,
                                Group = chosen,
                            }
                        )
                        : PageResult.Message(
                            "None is parked for this",
                            "Somebody has dealt with them meanwhile.",
                            StatusCodes.Status404NotFound
                        )
            );
        }

        app.MapGet("/search", (PageFrame frame, string? q, CancellationToken cancel) => SearchAsync(frame, q, cancel));
        // The search field's own form: an address does not belong into the page's, which browsers and proxies keep.
        app.MapPost(
            "/search",
            async (PageFrame frame, HttpRequest request, CancellationToken cancel) =>
                !request.HasFormContentType || !AccessRules.IsSameOrigin(request)
                    ? PageResult.Message("Refused", "This takes the page's own form.", StatusCodes.Status403Forbidden)
                : (await request.ReadFormAsync(cancel))["q"].ToString().Trim() is var text
                && text.Contains('@', StringComparison.Ordinal)
                    ? await SearchAsync(frame, text, cancel)
                : Results.LocalRedirect($"/search?q={Uri.EscapeDataString(text)}")
        );

        async Task<IResult> SearchAsync(PageFrame frame, string? text, CancellationToken cancel) =>
            PageResult.Of<SearchPage>(
                new
                {
                    Frame = frame,
                    Text = text?.Trim() ?? "",
                    Found = string.IsNullOrWhiteSpace(text)
                        ? new MailsFound([])
                        : await view.SearchAsync(new MailQuery(text.Trim(), frame.Clock.Zone), cancel),
                }
            );
        app.MapGet(
            "/events",
            async (PageFrame frame, string? kind, string? by, string? page, CancellationToken cancel) =>
            {
                var filter = EventFilter.Of(kind, by);
                return PageResult.Of<EventsPage>(
                    new
                    {
                        Frame = frame,
                        Filter = filter,
                        Rows = filter.Of(await view.EventsAsync(cancel)),
                        Page = Number(page),
                    }
                );
            }
        );
        var webhooks = app.Services.GetService<IOutcomeWebhooks>();
        app.MapGet(
            "/webhooks",
            (PageFrame frame) => PageResult.Of<WebhooksPage>(new { Frame = frame, Rows = webhooks?.Rows() ?? [] })
        );
        app.MapGet(
            "/mails/{id}",
            async (PageFrame frame, string id, CancellationToken cancel) =>
                (await MailById.FindAsync(view, id, cancel)).Mail is { } mail
                    ? PageResult.Of<MailPage>(new { Frame = frame, Mail = mail })
                    : PageResult.Message(
                        "No such mail",
                        "Neither the pending queue nor the journal knows it. A mail published a moment ago shows "
                            + "after the next look.",
                        StatusCodes.Status404NotFound
                    )
        );
        app.MapGet(
            "/days/{day}",
            async (PageFrame frame, string day, CancellationToken cancel) =>
                TryDay(day, out var date) && await view.ReportOfAsync(date, cancel) is { } report
                    ? PageResult.Of<DayPage>(new { Frame = frame, Report = report })
                    : PageResult.Message(
                        "No such day",
                        "Write it as /days/2026-11-21. A dispatcher that stands by, or has not read its journal "
                            + "yet, knows none.",
                        StatusCodes.Status404NotFound
                    )
        );
        // For those who look, and not for the other methods: it would take what the API refuses for its content type.
        app.MapFallback(() =>
                PageResult.Message("No such page", "There is nothing at this address.", StatusCodes.Status404NotFound)
            )
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
    }

    /// <summary>The page of a list that a link means; the first for what is no number.</summary>
    private static int Number(string? page) =>
        int.TryParse(page, CultureInfo.InvariantCulture, out var number) ? number : 1;

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
}
