using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>SIGTERM may come at any moment of the start, from a deployment that is taken back say.</summary>
public sealed class StopDuringStartTests(SharedBroker broker)
{
    public static TheoryData<bool> WithBroker => new(true, false);

    [Theory]
    [MemberData(nameof(WithBroker))]
    public async Task Daemon_ToldToStopAtAnyMomentOfItsStart_EndsWith0AndSaysNoFault(bool withBroker)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var address = withBroker ? await broker.CreateVhostAsync() : new Uri("amqp://guest:guest@127.0.0.1:1/");
        for (var moment = 0; moment < 12; moment++)
        {
            await using var daemon = DaemonUnderTest.Start(address, new Uri("http://127.0.0.1:1/"));
            await Eventually.TrueAsync(
                () => HasBegun(daemon.Program.Id),
                "the program has read its first line",
                cancellationToken: cancellation
            );
            await Task.Delay(moment * 60, cancellation);
            var code = await daemon.Program.TerminateAsync();
            Assert.True(code == 0, $"moment {moment}: ended with {code}\n{daemon.Program.Output}");
            Assert.DoesNotContain("   at ", daemon.Program.Output, StringComparison.Ordinal);
        }
    }

    // Its first line asks to hear of SIGTERM, its second one loads the command line's library (proc(5), maps).
    private static bool HasBegun(int process) =>
        File.ReadAllText($"/proc/{process}/maps").Contains("System.CommandLine.dll", StringComparison.Ordinal);
}
