using MailDispatcher.Contracts;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// A template that is switched off at the provider stops its own mails alone, and none of them is parked.
/// </summary>
public sealed class TemplateRestsTests(SharedBroker broker)
{
    private const int Bad = 101;
    private const int Good = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task InactiveTemplate_WithAHundredMails_RestsAloneAndGoesOnByItself()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            speed: 10,
            settings: [("Dispatch__Policy", "deadline"), ("Dispatch__CreditsADay", "100000")]
        );
        var templates = bed.Sandbox.Templates;
        var active = templates.Find(MailTemplate.ConfirmationToMentor)!;
        templates.Put(active with { IsActive = false });
        var soon = bed.Clock.GetUtcNow().AddHours(9);
        await bed.PublishAsync(
            [
                .. Enumerable.Range(1, Bad).Select(n => TestMail.Of(n, soon)),
                .. Enumerable
                    .Range(1000, Good)
                    .Select(n => TestMail.Of(n, soon.AddHours(1), template: MailTemplate.MentorOfMentoredLeaving)),
            ],
            cancellation
        );
        var daemon = bed.Start();
        await bed.EndAsync(daemon, Good, cancellation);
        Assert.InRange(await CallsForItAsync(), 1, 3);
        await Eventually.TrueAsync(
            async () =>
                await daemon.MetricAsync("maildispatcher_resting_mails", cancellationToken: cancellation) == Bad
                && (await daemon.GetAsync("/api/status", cancellation)).Text.Contains(
                    "Template is not active",
                    StringComparison.Ordinal
                ),
            "the metric and the page say that the mails can't be sent",
            Patience,
            cancellation
        );

        await daemon.Program.KillAsync();
        var next = bed.Start();
        await next.Program.WaitForLineAsync(
            l => l.Contains("Active:", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        templates.Put(active);
        await bed.EndAsync(next, Good + Bad, cancellation);
        var tally = (await bed.CountAsync(next, cancellation)).Check("a template that was switched off and on");
        Assert.Equal((Good + Bad, Good + Bad, 0), (tally.In, tally.Sent, tally.Parked));

        async Task<double> CallsForItAsync() =>
            await daemon.MetricAsync("maildispatcher_attempts_total", "outcome=\"template_fault\"", cancellation);
    }
}
