namespace MailDispatcher.Web.Page.Layout;

/// <summary>The page's three files.</summary>
internal static class PageAssets
{
    public static PageAsset Style { get; } = PageAsset.Load("page.css", "text/css; charset=utf-8");

    public static PageAsset Script { get; } = PageAsset.Load("page.js", "text/javascript; charset=utf-8");

    public static PageAsset Icon { get; } = PageAsset.Load("icon.svg", "image/svg+xml");

    public static IReadOnlyList<PageAsset> All { get; } = [Style, Script, Icon];
}
