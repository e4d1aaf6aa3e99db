using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.Page.Mails;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// How an operator forgets a person: a form that says what would go, and one that does it and shows what went. The
/// address comes in the body and nowhere else, never in a page's own address.
/// </summary>
internal static class ForgetEndpoints
{
    private const string Action = "forget";

    // RFC 5321, section 4.5.3.1.
    private const int LongestAddress = 254;

    public static void MapForgetting(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var view = app.Services.GetRequiredService<IOpsView>();
        var actions = app.Services.GetRequiredService<IOperatorActions>();
        var log = app.Services.GetRequiredService<ActionLog>();
        var rules = app.Services.GetRequiredService<AccessRules>();
        Map(
            "/actions/confirm-forget",
            async (frame, _, address) =>
                PageResult.Of<ForgetPage>(
                    new
                    {
                        Frame = frame,
                        Address = address,
                        Found = await view.SearchAsync(new MailQuery(address, frame.Clock.Zone), default),
                    }
                )
        );
        Map(
            $"/actions/{Action}",
            async (_, who, address) =>
                await log.NotedAsync(who, "forget a person", actions.ForgetAsync(who, address)) switch
                {
                    OperatorAnswer.Done done => PageResult.Message(
                        "The person is forgotten",
                        done.Words ?? "Forgotten.",
                        StatusCodes.Status200OK
                    ),
                    OperatorAnswer.Refused refused => PageResult.Message(
                        "Not done",
                        refused.Reason,
                        StatusCodes.Status409Conflict
                    ),
                    _ => throw new InvalidOperationException("An answer without a case."),
                }
        );

        void Map(string path, Func<PageFrame, string, string, Task<IResult>> answer) =>
            app.MapPost(
                    path,
                    async (PageFrame frame, HttpContext context) =>
                    {
                        if (await rules.ObjectionToAsync(context) is { } objection)
                            return PageResult.Message("Refused", objection, StatusCodes.Status403Forbidden);
                        var form = await context.Request.ReadFormAsync();
                        return
                            form["address"].ToString().Trim() is { Length: <= LongestAddress } address
                            && address.Contains('@', StringComparison.Ordinal)
                            ? await answer(frame, context.User.Identity!.Name!, address)
                            : PageResult.Message(
                                "No mail address",
                                "Search for the person's address first; the form to forget them stands below what "
                                    + "is found.",
                                StatusCodes.Status400BadRequest
                            );
                    }
                )
                .RequireAuthorization(AccessSchemes.OperatorOnPage);
    }
}
