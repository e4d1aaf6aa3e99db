namespace MailDispatcher.Web.Page;

/// <summary>The frame around every page.</summary>
internal static class Layout
{
    /// <param name="refreshes">Whether the page renews itself: by script, or without it by the browser.</param>
    public static Html Of(string title, Html main, Html? aside = null, bool refreshes = false) =>
        Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{title}</title>
            <link rel="icon" href="{PageAssets.Icon.Path}" type="image/svg+xml">
            <link rel="stylesheet" href="{PageAssets.Style.Path}">
            {(
                refreshes
                    ? Html.Of(
                        $"""<script src="{PageAssets.Script.Path}" defer></script><noscript><meta http-equiv="refresh" content="30"></noscript>"""
                    )
                    : Html.None
            )}
            </head>
            <body>
            <header><a class="brand" href="/">Mail Dispatcher</a>{(
                aside is null ? Html.None : SearchPage.Field()
            )}{aside}</header>
            <main{(refreshes ? Html.Of($" data-refresh=\"10\"") : Html.None)}>
            {main}
            </main>
            {(refreshes ? Html.Of($"""<p id="live" class="unseen" role="status"></p>""") : Html.None)}
            </body>
            </html>
            """
        );

    /// <summary>A page that only says something.</summary>
    public static Html Message(string title, string words) =>
        Of(
            title,
            Html.Of(
                $"""
                <section class="card narrow"><h1>{title}</h1><p>{words}</p><p><a href="/">Back to the page</a></p></section>
                """
            )
        );
}
