using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Engine;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// The daemon is killed in the middle of forgetting a person with much mail, while mail goes on leaving. Asked again
/// after its restart, nothing of theirs waits, is parked or leaves any more, and of the others nothing is lost.
/// </summary>
public sealed partial class ForgetTests(SharedBroker broker)
{
    private const string Person = "ana@example.com";
    private const string Token = "token-of-the-tests-0123";
    private const int Parked = 8;
    private const int Waiting = 1200;
    private const int Others = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The wish and the first 499 withdrawals are one record, and the third record is the last one.
    [Theory]
    [InlineData(nameof(Checkpoint.DiscardJournalled) + ":3", false)]
    [InlineData(nameof(Checkpoint.WithdrawalJournalled) + ":1", true)]
    [InlineData(nameof(Checkpoint.WithdrawalJournalled) + ":1100", true)]
    public async Task Daemon_KilledInTheMiddle_ForgetsTheRestWhenAskedAgain(string point, bool isWishStored)
    {
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            Cancel,
            settings: [("Ops__Token", Token), ("Suppression__Key", new string('k', 40))]
        );
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Times = Parked,
                Status = 400,
                Body = """{"code":"invalid_parameter","message":"no"}""",
            }
        );
        await bed.PublishAsync(Enumerable.Range(1, Parked).Select(n => Mail(bed, n, 2, Person)), Cancel);
        var first = bed.Start();
        await bed.EndAsync(first, sent: 0, Cancel, parked: Parked);
        Assert.Equal(0, await first.Program.TerminateAsync());

        // Theirs are due first, so that they would leave first.
        await bed.PublishAsync(
            [
                .. Enumerable.Range(1000, Waiting).Select(n => Mail(bed, n, 20, Person)),
                .. Enumerable.Range(5000, Others).Select(n => Mail(bed, n, 30, $"other{n}@example.com")),
            ],
            Cancel
        );
        var theirs = bed.Published.SkipLast(Others).Select(mail => mail.Id).ToHashSet();
        var doomed = bed.Start(("CrashTest__At", point), ("SENDINBLUE_MAILS_PER_HOUR", "1"));
        await doomed.LeadsAsync(cancellationToken: Cancel);
        await Eventually.TrueAsync(
            async () =>
                await doomed.MetricAsync("maildispatcher_waiting_mails", cancellationToken: Cancel) > Waiting - 80,
            "nearly all is in hand",
            Patience,
            Cancel
        );
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(doomed, "api/person/forget"));
        Assert.Equal(128 + 9, await doomed.Program.WaitForExitAsync(Patience, Cancel));
        var takenBefore = bed.Taken().Count(theirs.Contains);

        var daemon = bed.Start();
        await daemon.LeadsAsync(cancellationToken: Cancel);
        var answer = await AskAsync(daemon, "api/person/forget");
        var confirmed = bed.Taken().Count(theirs.Contains);
        var mayBeThere = InFlight().Match(answer) is { Success: true } told ? int.Parse(told.Groups[1].Value) : 0;
        Assert.Contains("Forgotten: ", answer, StringComparison.Ordinal);
        if (isWishStored)
            Assert.InRange(confirmed, 0, takenBefore + 10);

        await bed.EndAsync(daemon, confirmed + Others, Cancel);
        var states = JsonDocument
            .Parse(await AskAsync(daemon, "api/search"))
            .RootElement.GetProperty("mails")
            .EnumerateArray()
            .Select(mail => mail.GetProperty("state").GetString())
            .ToList();
        Assert.NotEmpty(states);
        Assert.DoesNotContain(states, state => state is "waiting" or "parked" or "uncertain");
        var tally = (await bed.CountAsync(daemon, Cancel)).Check($"a person forgotten, killed at {point}");
        Assert.InRange(bed.Taken().Count(theirs.Contains), confirmed, confirmed + mayBeThere);
        Assert.Equal(Others, bed.Taken().Count(mail => !theirs.Contains(mail)));
        Assert.Equal((0, 0, 0), (tally.Waiting, tally.Messages, tally.ParkedMessages));
        Assert.Equal(Parked, theirs.Count(mail => tally.Journal.Memory.Find(mail)!.Settled is Settlement.Discarded));
        Assert.Equal(Waiting - bed.Taken().Count(theirs.Contains), tally.Superseded);
        Assert.DoesNotContain(Person, daemon.Program.Output + doomed.Program.Output, StringComparison.Ordinal);
    }

    // A request without any time of publishing would count as new after a wish.
    private static TestMail Mail(TestBed bed, int number, double days, string email)
    {
        var now = bed.Clock.GetUtcNow();
        return TestMail.Of(number, now.AddDays(days), email: email) with
        {
            Tricks = properties => properties.Timestamp = new AmqpTimestamp(now.ToUnixTimeSeconds()),
        };
    }

    private static async Task<string> AskAsync(DaemonUnderTest daemon, string path)
    {
        using var http = new HttpClient { BaseAddress = daemon.Page };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(Person), Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    [GeneratedRegex(@"; (\d+) mails? may be with the provider")]
    private static partial Regex InFlight();
}
