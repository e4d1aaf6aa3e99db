using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Part 2: the day's credits as one bar.</summary>
internal static class CreditsPart
{
    private const double Width = 1000;

    public static Html Of(PageFrame frame) =>
        Html.Of(
            $"""
            <section class="card wide" aria-label="Credits">
            <h2>Credits of the day</h2>
            {Body(frame, frame.Snapshot.Credits)}
            {frame.Snapshot.Credits.Windows.Select(w => WindowLine(frame, w))}
            </section>
            """
        );

    private static Html Body(PageFrame frame, CreditsToday credits)
    {
        if (credits.IsUnlimited)
            return Html.Of(
                $"""<p class="big">{credits.Sent} sent today <span class="quiet">the plan has no limit</span></p>"""
            );
        if (credits.Left is not { } left || credits.ReadAt is not { } readAt)
            return Html.Of(
                $"""<p class="big">{credits.Sent} sent today</p><p class="quiet">The provider has not told the credits yet. Nothing is sent on a guess.</p>"""
            );
        var drift = credits.Drift switch
        {
            < 0 => Html.Of($"""<span class="warn">somebody else spent {-credits.Drift} from this account</span>"""),
            > 0 => Html.Of($"<span>the provider counts {credits.Drift} more than we did</span>"),
            _ => Html.Of($"<span>no drift</span>"),
        };
        return Html.Of(
            $"""
            {Bar(credits, left)}
            <p class="facts"><span>{left} of {credits.Sent + left} left</span>
            <span>{(
                credits.IsDaily
                    ? Html.Of($"new ones {frame.Time(credits.ResetAt)}, {frame.Clock.Relative(credits.ResetAt)}")
                    : Html.Of($"a balance: no daily limit")
            )}</span>
            <span>read {frame.Time(readAt)}, {frame.Clock.Relative(readAt)}</span>{drift}</p>
            """
        );
    }

    private static Html WindowLine(PageFrame frame, WindowRow row) =>
        Html.Of(
            $"""
            <p class="facts window"><meter min="0" max="{Math.Max(1, row.Mails)}" value="{row.Left}" aria-label="left of {row.Window}"></meter>
            <span>{row.Left} left of {row.Window}</span>{(
                row.MoreAt is { } more
                    ? Html.Of($"<span>more {frame.Time(more)}, {frame.Clock.Relative(more)}</span>")
                    : Html.Of($"")
            )}{(row.Binds ? Html.Of($"""<span class="quiet">this window binds</span>""") : Html.Of($""))}</p>
            """
        );

    private static Html Bar(CreditsToday credits, int left)
    {
        (string Name, int Count, string Title)[] all =
        [
            ("sent", credits.Sent, "sent today"),
            ("promised", Math.Min(credits.Promised ?? 0, left), "promised to waiting mail"),
            ("reserved", Math.Min(credits.Reserved ?? 0, left), "reserved for urgent mail still expected"),
            ("free", credits.Free ?? 0, "free"),
        ];
        var parts = all.Where(p => credits.Promised is not null || p.Name is "sent" or "free").ToList();
        var total = Math.Max(1, parts.Sum(p => p.Count));
        var x = 0.0;
        var drawn = new List<Html>();
        foreach (var (name, count, title) in parts.Where(p => p.Count > 0))
        {
            var width = Width * count / total;
            drawn.Add(
                Html.Of(
                    $"""<rect class="{name}" x="{x}" y="0" width="{width}" height="28"><title>{count} {title}</title></rect>"""
                )
            );
            x += width;
        }

        return Html.Of(
            $"""
            <svg class="bar" viewBox="0 0 {Width} 28" preserveAspectRatio="none" role="img" aria-label="{string.Join(
                ", ",
                parts.Select(p => $"{p.Count} {p.Title}")
            )}">{drawn}</svg>
            <ul class="legend">{parts.Select(p =>
                Html.Of($"""<li><i class="{p.Name}"></i><b>{p.Count}</b> {p.Title}</li>""")
            )}</ul>
            """
        );
    }
}
