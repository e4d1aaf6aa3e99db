namespace MailDispatcher.Web.Page;

/// <summary>The page: seven parts, the most pressing first.</summary>
internal static class DashboardPage
{
    public static Html Of(PageFrame frame, string? done) =>
        Layout.Of(
            TitleOf(frame.Snapshot.Headline),
            Html.Of(
                $"""
                {ActionsPart.Done(done)}
                {HeadlinePart.Of(frame)}
                {CreditsPart.Of(frame)}
                <div class="columns parts">
                {MatrixPart.Of(frame)}
                {ParkedPart.Of(frame)}
                {NextSendsPart.Of(frame)}
                {DayPart.Of(frame)}
                {EventsPart.Of(frame)}
                </div>
                <footer>{frame.Snapshot.Phase} · policy {frame.Snapshot.Policy} · version {frame.Snapshot.Version} · times in {frame.Snapshot.Zone}
                · as of {frame.Clock.Exactly(frame.Snapshot.At)} <span id="refresh"></span></footer>
                """
            ),
            ActionsPart.Of(frame),
            refreshes: true
        );

    private static string TitleOf(Headline headline) =>
        headline.State switch
        {
            HealthLevel.Good => "Mail Dispatcher",
            HealthLevel.Unknown => "? Mail Dispatcher",
            _ => $"! {headline.Title}",
        };
}
