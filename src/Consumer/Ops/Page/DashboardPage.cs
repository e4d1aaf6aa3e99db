using MailDispatcher.Consumer.Ops.View;

namespace MailDispatcher.Consumer.Ops.Page;

/// <summary>The page: seven parts, the most pressing first.</summary>
internal static class DashboardPage
{
    public static Html Of(PageFrame frame, string? done) => Layout.Of(
        TitleOf(frame.Snapshot.Headline),
        Html.Of($"""
            {ActionsPart.Done(done)}
            {VerdictPart.Of(frame)}
            {CreditsPart.Of(frame)}
            <div class="columns parts">
            {MatrixPart.Of(frame)}
            {NeedsPersonPart.Of(frame)}
            {NextSendsPart.Of(frame)}
            {DayPart.Of(frame)}
            {EventsPart.Of(frame)}
            </div>
            <footer>{frame.Snapshot.Phase} · policy {frame.Snapshot.Policy} · version {frame.Snapshot.Version} · times in {frame.Snapshot.Zone}
            · as of {frame.Clock.Exactly(frame.Snapshot.At)} <span id="refresh"></span></footer>
            """),
        ActionsPart.Of(frame), refreshes: true);

    private static string TitleOf(Headline headline) => headline.State switch
    {
        LightState.Good => "Mail Dispatcher",
        LightState.Unknown => "? Mail Dispatcher",
        _ => $"! {headline.Title}",
    };
}
