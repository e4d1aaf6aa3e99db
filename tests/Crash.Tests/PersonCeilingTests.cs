using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>An app that repeats itself spends no more of the day's credits than the ceiling per person lets through.</summary>
public sealed class PersonCeilingTests(SharedBroker broker)
{
    private const int Mails = 60;
    private const int Others = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task SixtyMailsToOneAddress_InASecond_AreHeldAfterFiveAlsoAfterAKill()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            speed: 1,
            settings:
            [
                ("Dispatch__Policy", "deadline"),
                ("Dispatch__CreditsADay", "100000"),
                ("Dispatch__PerRecipient", "5/60m"),
                ("Suppression__Key", new string('k', 40)),
            ]
        );
        var soon = bed.Clock.GetUtcNow().AddHours(9);
        await bed.PublishAsync(
            [
                .. Enumerable.Range(1, Mails).Select(n => TestMail.Of(n, soon, email: "ana@example.com")),
                .. Enumerable.Range(1000, Others).Select(n => TestMail.Of(n, soon.AddHours(1))),
            ],
            cancellation
        );
        var daemon = bed.Start();
        await bed.EndAsync(daemon, 5 + Others, cancellation);
        await HeldAsync(daemon);
        await daemon.Program.KillAsync();

        var next = bed.Start();
        await HeldAsync(next);
        Assert.Equal(0, await next.MetricAsync("mails_sent_total", cancellationToken: cancellation));
        var held = Enumerable.Range(1, Mails).Select(n => TestMail.Of(n, soon).Id).Except(bed.Taken()).First();
        await Eventually.TrueAsync(
            async () =>
                (await next.GetAsync($"/api/mails/{held}", cancellation)).Text.Contains(
                    "an app seems to repeat itself",
                    StringComparison.Ordinal
                ),
            "the mail says why it waits",
            Patience,
            cancellation
        );
        await next.Program.KillAsync();
        bed.Clock.PutForward(TimeSpan.FromMinutes(61));
        await bed.EndAsync(bed.Start(), 10 + Others, cancellation);
        Assert.Equal(10 + Others, bed.Taken().Count);

        async Task HeldAsync(DaemonUnderTest process) =>
            await Eventually.TrueAsync(
                async () =>
                    await process.MetricAsync(
                        "maildispatcher_held_mails",
                        "cause=\"storm\"",
                        cancellationToken: cancellation
                    )
                    == Mails - 5,
                "the rest is held",
                Patience,
                cancellation
            );
    }
}
