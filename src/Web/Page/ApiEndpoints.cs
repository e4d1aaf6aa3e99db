using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Mails;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// The page's twin for programs: the same snapshot as JSON, and the same actions. Acting takes a bearer token, never a
/// cookie.
/// </summary>
internal static class ApiEndpoints
{
    public static void MapApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var view = app.Services.GetRequiredService<IOpsView>();
        app.MapGet(
            "/api/status",
            async (CancellationToken cancel) =>
                Results.Json(await view.SnapshotAsync(cancel), OpsJson.Default.OpsSnapshot)
        );
        app.MapGet(
            "/api/waiting",
            async (string? urgency, string? due, string? misses, int? most, CancellationToken cancel) =>
            {
                var snapshot = await view.SnapshotAsync(cancel);
                var rows = PageEndpoints.Filter(urgency, due, misses).Of(snapshot).ToList();
                return Results.Json(
                    new WaitingList(
                        snapshot.At,
                        snapshot.Zone,
                        rows.Count,
                        [.. rows.Take(Math.Max(0, most ?? WaitingPage.RowsAPage))]
                    ),
                    OpsJson.Default.WaitingList
                );
            }
        );
        app.MapGet(
            "/api/forecast",
            async (CancellationToken cancel) =>
                Results.Json(ForecastView.Of(await view.SnapshotAsync(cancel)), OpsJson.Default.ForecastView)
        );
        app.MapGet(
            "/api/days/{day}",
            async (string day, CancellationToken cancel) =>
                PageEndpoints.TryDay(day, out var date) && await view.ReportOfAsync(date, cancel) is { } report
                    ? Results.Text(report.ToJson(), "application/json")
                    : Answer(
                        false,
                        "There is no such day: write it as 2026-11-21; a standby knows none.",
                        StatusCodes.Status404NotFound
                    )
        );
        app.MapGet(
            "/api/mails/{id}",
            async (string id, CancellationToken cancel) =>
                await MailById.FindAsync(view, id, cancel) switch
                {
                    ({ } mail, _) => Results.Json(mail, OpsJson.Default.MailView),
                    (_, > 1) => Answer(
                        false,
                        "More than one mail begins so; write more of its id.",
                        StatusCodes.Status409Conflict
                    ),
                    _ => Answer(
                        false,
                        "Neither the pending queue nor the journal knows this mail.",
                        StatusCodes.Status404NotFound
                    ),
                }
        );
        app.MapGet("/api/search", (string? q, CancellationToken cancel) => SearchAsync(view, q, cancel));
        app.MapGet(
            "/api/events",
            async (string? kind, string? by, int? most, CancellationToken cancel) =>
            {
                var snapshot = await view.SnapshotAsync(cancel);
                var rows = EventFilter.Of(kind, by).Of(await view.EventsAsync(cancel));
                return Results.Json(
                    new EventList(snapshot.At, snapshot.Zone, rows.Count, [.. rows.Take(Math.Max(0, most ?? 100))]),
                    OpsJson.Default.EventList
                );
            }
        );

        var actions = app.Services.GetRequiredService<IOperatorActions>();
        var log = app.Services.GetRequiredService<ActionLog>();
        Map("pause", actions.PauseAsync, "Paused. Nothing is sent until somebody resumes.");
        Map("resume", actions.ResumeAsync, "Resumed. Mail goes with the next run.");
        Map("run-now", actions.RunNowAsync, "A run is on its way.");
        app.MapPersons(view, actions, log);

        void Map(string action, Func<string, Task<OperatorAnswer>> act, string words) =>
            app.MapPost(
                    $"/api/{action}",
                    async (HttpContext context) =>
                    {
                        var who = context.User.Identity!.Name!;
                        return await log.NotedAsync(who, action, act(who)) switch
                        {
                            OperatorAnswer.Done => Answer(true, words, StatusCodes.Status200OK),
                            OperatorAnswer.Refused refused => Answer(
                                false,
                                refused.Reason,
                                StatusCodes.Status409Conflict
                            ),
                            _ => throw new InvalidOperationException("An answer without a case."),
                        };
                    }
                )
                .RequireAuthorization(AccessSchemes.OperatorByToken);
    }

    internal static async Task<IResult> SearchAsync(IOpsView view, string? text, CancellationToken cancel)
    {
        var snapshot = await view.SnapshotAsync(cancel);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(snapshot.Zone);
        var found = string.IsNullOrWhiteSpace(text)
            ? new MailsFound([])
            : await view.SearchAsync(new MailQuery(text.Trim(), zone), cancel);
        return Results.Json(
            new MailHits(snapshot.At, snapshot.Zone, found.Mails, found.Unknown),
            OpsJson.Default.MailHits
        );
    }

    internal static IResult Answer(bool done, string words, int status) =>
        Results.Json(new ActionResult(done, words), OpsJson.Default.ActionResult, statusCode: status);
}
