namespace MailDispatcher.Web.Page;

/// <summary>Asks for the token, and for the name that the journal keeps with each act.</summary>
internal static class LoginPage
{
    public static Html Of(bool canLogIn, string? problem = null) =>
        Layout.Of(
            "Log in",
            Html.Of(
                $"""
                <section class="card narrow" aria-label="Log in">
                <h1>Log in</h1>
                {(problem is null ? Html.None : Html.Of($"""<p class="notice bad" role="alert">{problem}</p>"""))}
                {(
                    canLogIn
                        ? Form
                        : Html.Of(
                            $"<p>No token is set, so nobody can log in. Set Ops__Token where the daemon runs, then start it again.</p>"
                        )
                )}
                </section>
                """
            )
        );

    private static Html Form { get; } =
        Html.Of(
            $"""
            <form class="login" method="post" action="/login">
            <label>Your name <input name="name" autocomplete="username" maxlength="60" required></label>
            <label>Token <input name="token" type="password" autocomplete="current-password" required></label>
            <button class="primary">Log in</button>
            <p class="quiet">The name is written to the journal with whatever you do. The token is the daemon's Ops__Token.</p>
            </form>
            """
        );
}
