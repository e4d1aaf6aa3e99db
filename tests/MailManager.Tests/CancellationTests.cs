using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.TestKit;

namespace MailDispatcher.MailManager.Tests;

/// <summary>Stopping: nobody may think that a mail was not sent when it may have been.</summary>
public sealed class CancellationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_CancelledBeforehand_ThrowsAndSendsNothing()
    {
        await using var peer = await ScriptedProvider.StartAsync();
        await using var program = new ProgramWithProvider(peer.Url);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            program.Provider.SendAsync(Mails.Any(), new CancellationToken(true))
        );
        Assert.Empty(peer.Calls);
    }

    [Fact]
    public async Task Send_CancelledWhileTheProviderAnswers_IsUncertain()
    {
        await using var peer = RawPeer.Hanging();
        await using var program = new ProgramWithProvider(peer.Url);
        using var stop = new CancellationTokenSource();
        var sending = program.Provider.SendAsync(Mails.Any(), stop.Token);
        await peer.FirstRequest.Task.WaitAsync(Eventually.Patience, Token);
        await stop.CancelAsync();
        Assert.IsType<SendOutcome.Uncertain>(await sending);
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task Send_CancelledBetweenTriesToConnect_Throws()
    {
        var time = new HeldTimers();
        await using var program = new ProgramWithProvider($"http://127.0.0.1:{FreePort.Next()}/v3", time);
        using var stop = new CancellationTokenSource();
        var sending = program.Provider.SendAsync(Mails.Any(), stop.Token);
        await time.Waiting.WaitAsync(Eventually.Patience, Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Readings_Cancelled_Throw()
    {
        await using var peer = RawPeer.Hanging();
        await using var program = new ProgramWithProvider(peer.Url);
        using var stop = new CancellationTokenSource();
        var reading = program.Provider.ReadCreditsAsync(stop.Token);
        await peer.FirstRequest.Task.WaitAsync(Eventually.Patience, Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            program.Provider.FindAsync(Guid.NewGuid(), DateTimeOffset.UnixEpoch, stop.Token)
        );
    }
}
