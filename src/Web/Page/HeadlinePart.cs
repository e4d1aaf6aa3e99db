using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Part 1: is anything wrong? One sentence and three lights.</summary>
internal static class HeadlinePart
{
    public static Html Of(PageFrame frame)
    {
        var headline = frame.Snapshot.Headline;
        return Html.Of(
            $"""
            <section class="verdict {PageFrame.Class(headline.State)}" aria-label="Verdict">
            <h1>{headline.Title}</h1>
            <p>{headline.Detail}</p>
            {Ways(frame.Snapshot)}
            <ul class="lights">{frame.Snapshot.Health.Select(light => Html.Of($"""
            <li><span class="light {PageFrame.Class(light.State)}"></span><b>{light.Name}</b> {light.Words}</li>
            """))}</ul>
            </section>
            """
        );
    }

    private static Html Ways(OpsSnapshot snapshot) =>
        snapshot is { Misses: null or { Count: 0 }, Parked.Count: 0 }
            ? Html.None
            : Html.Of(
                $"""
                <p class="facts">
                {(
                    snapshot.Misses is { Count: > 0 }
                        ? Html.Of($"""<a href="/waiting?misses=1">Which will miss, and why</a>""")
                        : Html.None
                )}
                {(
                    snapshot.Parked.Count > 0
                        ? Html.Of($"""<a href="/parked">What is parked, and why</a>""")
                        : Html.None
                )}
                </p>
                """
            );
}
