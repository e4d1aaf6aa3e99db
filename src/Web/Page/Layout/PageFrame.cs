using MailDispatcher.Core.Reports;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Layout;

/// <summary>What every part of a page needs: what to show, to whom, and how times read.</summary>
/// <param name="Here">The address of the page.</param>
/// <param name="Done">The action that led here; null when none did.</param>
public sealed record PageFrame(OpsSnapshot Snapshot, Viewer Viewer, TimeFormat Clock, string Here, string? Done)
{
    /// <summary>For a request; ASP.NET Core calls it for endpoints that take a frame.</summary>
    public static async ValueTask<PageFrame> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var view = context.RequestServices.GetRequiredService<IOpsView>();
        var rules = context.RequestServices.GetRequiredService<AccessRules>();
        var snapshot = await view.SnapshotAsync(context.RequestAborted);
        return new PageFrame(
            snapshot,
            rules.ViewerOf(context),
            new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(snapshot.Zone), snapshot.At),
            ReturnAddress.Of(context.Request),
            context.Request.Query["done"]
        );
    }
}
