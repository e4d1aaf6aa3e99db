using MailDispatcher.Consumer.Webhooks;

namespace MailDispatcher.Consumer.Tests;

/// <summary>Several operators who send an outcome again at the same moment.</summary>
public sealed class RetrySignalTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_ByTwoAtOnce_FailsForNeitherAndEndsOnePause()
    {
        const int Rounds = 20_000;
        var signal = new RetrySignal();
        using var together = new Barrier(2);
        var other = Task.Run(() => AskInEachRound(signal, together, Rounds, null), Token);
        AskInEachRound(signal, together, Rounds, () => signal.PauseAsync(Long, Token).GetAwaiter().GetResult());
        await other;
        Assert.False(signal.PauseAsync(Long, Token).IsCompleted);
    }

    [Fact]
    public async Task Pause_WhenAllEnds_Ends()
    {
        using var ending = new CancellationTokenSource();
        var pause = new RetrySignal().PauseAsync(Long, ending.Token);
        await ending.CancelAsync();
        await pause.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static void AskInEachRound(RetrySignal signal, Barrier together, int rounds, Action? afterwards)
    {
        Exception? failure = null;
        for (var round = 0; round < rounds; round++)
        {
            together.SignalAndWait();
            try
            {
                signal.Ask();
            }
            catch (SemaphoreFullException e)
            {
                failure = e;
            }

            together.SignalAndWait();
            afterwards?.Invoke();
        }

        Assert.Null(failure);
    }
}
