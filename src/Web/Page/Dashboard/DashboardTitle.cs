namespace MailDispatcher.Web.Page.Dashboard;

/// <summary>The title of the browser's tab: whoever has it open elsewhere sees that something is wrong.</summary>
internal static class DashboardTitle
{
    public static string Of(Headline headline) =>
        headline.State switch
        {
            HealthLevel.Good => "Mail Dispatcher",
            HealthLevel.Unknown => "? Mail Dispatcher",
            _ => $"! {headline.Title}",
        };
}
