using System.IO.Pipes;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>Whoever reads the log and stops reading stops neither the mail nor the daemon's end.</summary>
public sealed class UnreadLogTests(SharedBroker broker)
{
    /// <summary>Their lines are several times what a pipe of Linux holds (64 KiB).</summary>
    private const int Mails = 2_000;

    [Fact]
    public async Task Log_ThatNobodyReads_StopsNoMail()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        await bed.PublishAsync(Enumerable.Range(1, Mails).Select(n => bed.Mail(n)), cancellation);
        // Open at both ends, and never read.
        await using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        var log = $"/proc/{Environment.ProcessId}/fd/{pipe.GetClientHandleAsString()}";
        await using var daemon = DaemonUnderTest.Start(
            bed.Broker,
            bed.Server.Url,
            [.. bed.Clock.Settings(), new("Dispatch__Policy", "deadline")],
            output: log
        );
        await Eventually.TrueAsync(
            () => bed.Taken().Count == Mails,
            "all mails are sent",
            TimeSpan.FromMinutes(2),
            cancellation
        );
        var (status, _) = await daemon.GetAsync("health/live", cancellation);
        Assert.Equal(200, status);
        Assert.Equal(0, await daemon.Program.TerminateAsync());
        var tally = (await Tally.OfAsync(bed, cancellation)).Check("a log that nobody reads");
        Assert.Equal((Mails, 0), (tally.Sent, tally.Waiting));
    }
}
