using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.Page.Parked;

namespace MailDispatcher.Web.Page;

/// <summary>
/// The page on which an operator mends a parked mail, and its form, which comes back with what is wrong until it is
/// right.
/// </summary>
internal static class MendEndpoints
{
    public static void MapMending(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var actions = app.Services.GetRequiredService<IOperatorActions>();
        var log = app.Services.GetRequiredService<ActionLog>();
        var rules = app.Services.GetRequiredService<AccessRules>();
        app.MapGet(
                "/parked/mend",
                async (PageFrame frame, HttpContext context, Guid mail) =>
                {
                    if (await actions.ReadParkedAsync(mail) is not { } body)
                        return NoLongerParked();
                    log.Viewed(context.User.Identity!.Name!, mail);
                    return PageResult.Of<MendPage>(new { Frame = frame, Body = body });
                }
            )
            .RequireAuthorization(AccessSchemes.OperatorOnPage);
        app.MapPost(
                "/actions/mend",
                async (PageFrame frame, HttpContext context) =>
                {
                    if (await rules.ObjectionToAsync(context) is { } objection)
                        return PageResult.Message("Refused", objection, StatusCodes.Status403Forbidden);
                    var (who, form) = (context.User.Identity!.Name!, await context.Request.ReadFormAsync());
                    var (mail, text) = (
                        Guid.TryParse(form["mail"], out var id) ? id : Guid.Empty,
                        form["body"].ToString()
                    );
                    var answer = await log.NotedAsync(who, "mend", actions.MendAsync(who, mail, text));
                    if (answer is not OperatorAnswer.Refused refused)
                        return Results.LocalRedirect(ReturnAddress.After("mend", ReturnAddress.Of(form)));
                    return await actions.ReadParkedAsync(mail) is { } body
                        ? PageResult.Of<MendPage>(
                            new
                            {
                                Frame = frame,
                                Body = body with
                                {
                                    Text = text,
                                },
                                Problem = refused.Reason,
                            },
                            StatusCodes.Status422UnprocessableEntity
                        )
                        : NoLongerParked();
                }
            )
            .RequireAuthorization(AccessSchemes.OperatorOnPage);
    }

    private static IResult NoLongerParked() =>
        PageResult.Message(
            "No such mail is parked",
            "Somebody has dealt with it meanwhile, or the broker is away.",
            StatusCodes.Status404NotFound,
            "/parked"
        );
}
