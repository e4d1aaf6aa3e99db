using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>One mail: where it stands and why, and what happened to it.</summary>
internal static class MailPage
{
    public static Html Of(PageFrame frame, MailView mail, string? done) =>
        Layout.Of(
            $"Mail {mail.Id.ToString()[..8]}",
            Html.Of(
                $"""
        {ActionsPart.Done(done)}
        <section class="verdict {PageFrame.Class(StateOf(mail))}" aria-label="Where it stands">
        <h1>{Title(frame, mail)}</h1>
        <p>{mail.Why}</p>
        {(mail.State == "parked" ? ParkedPage.Actions(frame, mail.Id, $"/mails/{mail.Id}", mail.Deadline is not null, mail.Deadline) : Html.None)}
        </section>
        <div class="columns">
        <section class="card" aria-label="The mail">
        <h2>The mail</h2>
        <dl>
        <dt>id</dt><dd class="id">{mail.Id}</dd>
        <dt>template</dt><dd>{mail.Template}</dd>
        {(mail.Topic is null ? Html.None : Html.Of($"<dt>topic</dt><dd>{mail.Topic}</dd>"))}
        {(mail.Recipient is null ? Html.None : Html.Of($"<dt>to</dt><dd>{mail.Recipient}</dd>"))}
        <dt>asked for</dt><dd>{frame.Time(mail.Arrived)}</dd>
        {(mail.Deadline is { } deadline ? Html.Of($"<dt>deadline</dt><dd>{frame.Time(deadline)}, {frame.Clock.Relative(deadline)}</dd>") : Html.None)}
        </dl>
        </section>
        <section class="card" aria-label="Timeline">
        <h2>What happened</h2>
        {(mail.TimelineIsWhole ? Html.None : Html.Of($"""<p class="quiet">The journal is long and could not be read to its end in time; load the page again for more.</p>"""))}
        {(mail.Timeline.Count == 0 ? Html.Of($"""<p class="empty">The journal no longer tells.</p>""") : Html.None)}
        <ol class="events">{mail.Timeline.Select(step => Html.Of($"""
        <li><span class="when">{frame.Clock.Exactly(step.At)}</span><span class="light {PageFrame.Class(step.State)}"></span><span class="what"><b>{step.What}</b> {step.Words}</span></li>
        """))}</ol>
        </section>
        </div>
        """
            ),
            ActionsPart.Of(frame)
        );

    private static string Title(PageFrame frame, MailView mail) =>
        mail switch
        {
            { State: "waiting", Misses: true } => "Waiting, and will miss its deadline",
            { State: "waiting", SendAt: { } at } => $"Waiting, goes {frame.Clock.At(at)}",
            _ => char.ToUpperInvariant(mail.State[0]) + mail.State[1..],
        };

    private static HealthLevel StateOf(MailView mail) =>
        mail switch
        {
            { State: "waiting", Misses: true } or { State: "expired" } => HealthLevel.Bad,
            { State: "parked" or "uncertain" } => HealthLevel.Notice,
            { State: "waiting", Misses: null } => HealthLevel.Unknown,
            _ => HealthLevel.Good,
        };
}
