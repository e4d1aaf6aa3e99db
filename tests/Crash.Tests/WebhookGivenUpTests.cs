using System.Net;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>An outcome that an app did not take for three days, and the operator who sends it again.</summary>
public sealed class WebhookGivenUpTests(SharedBroker broker)
{
    private const string Queue = $"mail-outcomes.webhook.{ShopApp.Name}";
    private const StringComparison Word = StringComparison.Ordinal;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outcome_ThreeDaysOldAndNeverTaken_IsGivenUpOverARestartAndToldWhenSentAgain()
    {
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), Token, ShopApp.Provider);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = 500;
        (string, string)[] settings =
        [
            ($"Outcomes__Webhooks__{ShopApp.Name}", receiver.Url.AbsoluteUri),
            ($"Outcomes__WebhookSecrets__{ShopApp.Name}", WebhookReceiver.Secret),
            ("Ops__Token", OperatorSession.Token),
            ("Events__PollSeconds", "0"),
        ];
        var first = bed.Start(settings);
        await first.LeadsAsync(cancellationToken: Token);
        await bed.PublishAsync([ShopApp.Order(1, bed.Clock.GetUtcNow().AddDays(30))], Token);
        await TrueAsync(() => Task.FromResult(receiver.Calls > 0), "the webhook is called", first);
        Assert.Equal(0, await GivenUpAsync(first));
        await first.Program.KillAsync();

        bed.Clock.PutForward(TimeSpan.FromDays(3));
        var second = bed.Start(settings);
        await TrueAsync(async () => await GivenUpAsync(second) > 0, "the outcome is given up", second);
        var eventId = receiver.Ids[0].Replace('_', '.');
        await second.Program.WaitForLineAsync(
            line =>
                line.Contains($"outcome {eventId} of mail", Word)
                && line.Contains("is given up, it is three days old", Word),
            cancellationToken: Token
        );
        using var olga = await OperatorSession.OpenAsync(second.Page, Token);
        Assert.Contains("it answered 500, 4 attempts; given up", RowOf(await olga.ReadAsync("webhooks", Token)), Word);

        // While the app still fails, sending it again changes nothing, and says so.
        var refused = await SendAgainAsync();
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("It was sent, and it answered 500.", refused.Text, Word);
        Assert.Contains("it answered 500, 5 attempts; given up", RowOf(await olga.ReadAsync("webhooks", Token)), Word);
        Assert.Empty(receiver.Told);

        receiver.Answer = 200;
        var done = await SendAgainAsync();
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Contains("Sent again. The app has taken it.", done.Text, Word);
        Assert.Contains("told, 6 attempts", RowOf(done.Text), Word);
        Assert.DoesNotContain("given up", RowOf(done.Text), Word);
        // By the operator alone: it had left the queue. The receiver checks each id and signature itself.
        Assert.Single(receiver.Told, outcome => outcome.EventId == eventId);
        Assert.Empty(receiver.Flaws);
        await TrueAsync(
            async () => await QueueContents.CountAsync(bed.Broker, Queue, Token) == 0,
            "what waited behind it goes too",
            second
        );
        Assert.Single(receiver.Told, outcome => outcome.EventId == eventId);
        Assert.Equal(0, await second.Program.TerminateAsync());

        Task<(HttpStatusCode Status, string Text)> SendAgainAsync() =>
            olga.ActAsync("webhooks", "send-again", Token, ("app", ShopApp.Name), ("event", eventId));

        string RowOf(string page) => page.Split("<li>").Single(row => row.Contains($"value=\"{eventId}\"", Word));
    }

    private static Task<double> GivenUpAsync(DaemonUnderTest daemon) =>
        daemon.MetricAsync("maildispatcher_outcome_webhooks_total", "given_up", Token);

    private static Task TrueAsync(Func<Task<bool>> condition, string what, DaemonUnderTest daemon) =>
        Eventually.TrueAsync(condition, () => $"{what}: {daemon.Program.Output}", TimeSpan.FromMinutes(2), Token);
}
