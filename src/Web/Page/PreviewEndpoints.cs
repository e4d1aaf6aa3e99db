using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.Page.Mails;

namespace MailDispatcher.Web.Page;

/// <summary>The page that shows an operator how a waiting mail will leave.</summary>
internal static class PreviewEndpoints
{
    public static void MapPreview(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var actions = app.Services.GetRequiredService<IOperatorActions>();
        var log = app.Services.GetRequiredService<ActionLog>();
        app.MapGet(
                "/mails/{id:guid}/preview",
                async (PageFrame frame, HttpContext context, Guid id, CancellationToken cancel) =>
                {
                    if (await actions.PreviewAsync(id, cancel) is not { } preview)
                        return PageResult.Message(
                            "No such mail is in hand",
                            "It is sent, parked or settled, or stands in a queue for a later day, or this dispatcher "
                                + "does not lead.",
                            StatusCodes.Status404NotFound,
                            PageAddress.Of(id)
                        );
                    log.Previewed(context.User.Identity!.Name!, id);
                    return PageResult.Of<PreviewPage>(new { Frame = frame, Preview = preview });
                }
            )
            .RequireAuthorization(AccessSchemes.OperatorOnPage);
    }
}
