using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>The page's twin for programs: the same snapshot as JSON, and the same actions. Acting takes a bearer token, never a cookie.</summary>
public static class ApiEndpoints
{
    public static void MapApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var view = app.Services.GetRequiredService<IOpsView>();
        app.MapGet("/api/status", async (CancellationToken cancel) => Results.Json(await view.SnapshotAsync(cancel), OpsJson.Default.OpsSnapshot));
        app.MapGet("/api/waiting", async (string? urgency, string? due, string? misses, int? most, CancellationToken cancel) =>
        {
            var snapshot = await view.SnapshotAsync(cancel);
            var rows = PageEndpoints.Filter(urgency, due, misses).Of(snapshot).ToList();
            return Results.Json(new WaitingList(snapshot.At, snapshot.Zone, rows.Count, [.. rows.Take(most ?? WaitingPage.RowsAPage)]), OpsJson.Default.WaitingList);
        });
        app.MapGet("/api/forecast", async (CancellationToken cancel) =>
            Results.Json(ForecastView.Of(await view.SnapshotAsync(cancel)), OpsJson.Default.ForecastView));
        app.MapGet("/api/days/{day}", async (string day, CancellationToken cancel) => PageEndpoints.TryDay(day, out var date) && await view.ReportOfAsync(date, cancel) is { } report
            ? Results.Text(report.ToJson(), "application/json")
            : Answer(false, "There is no such day: write it as 2026-11-21; a standby knows none.", StatusCodes.Status404NotFound));
        app.MapGet("/api/mails/{id:guid}", async (Guid id, CancellationToken cancel) => await view.FindAsync(id, cancel) is { } mail
            ? Results.Json(mail, OpsJson.Default.MailView)
            : Answer(false, "Neither the pending queue nor the journal knows this mail.", StatusCodes.Status404NotFound));

        var desk = app.Services.GetRequiredService<IOperatorActions>();
        var doorkeeper = app.Services.GetRequiredService<AccessRules>();
        Map("pause", desk.PauseAsync, "Paused. Nothing is sent until somebody resumes.");
        Map("resume", desk.ResumeAsync, "Resumed. Mail goes with the next run.");
        Map("run-now", desk.RunNowAsync, "A run is on its way.");

        void Map(string action, Func<string, Task<OperatorAnswer>> act, string words) => app.MapPost($"/api/{action}", async (HttpRequest request) =>
        {
            if (doorkeeper.BearerOf(request) is not { } who)
                return Answer(false, "Acting needs the token: Authorization: Bearer.", StatusCodes.Status401Unauthorized);
            return await act(who) switch
            {
                OperatorAnswer.Done => Answer(true, words, StatusCodes.Status200OK),
                OperatorAnswer.Refused refused => Answer(false, refused.Reason, StatusCodes.Status409Conflict),
                _ => throw new InvalidOperationException("An answer without a case."),
            };
        });
    }

    private static IResult Answer(bool done, string words, int status) =>
        Results.Json(new ActionResult(done, words), OpsJson.Default.ActionResult, statusCode: status);
}
