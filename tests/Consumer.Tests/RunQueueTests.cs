using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Tests;

public sealed class RunQueueTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly RunQueue _mailbox = new(TimeProvider.System);

    [Fact]
    public async Task Requests_OfTwoKinds_ComeInTheOrderInWhichTheyAreDue()
    {
        _mailbox.Post(Request(RunKind.Hourly, -1));
        _mailbox.Post(Request(RunKind.EndOfDay, -2));
        Assert.Equal(RunKind.EndOfDay, (await NextAsync()).Kind);
        Assert.Equal(RunKind.Hourly, (await NextAsync()).Kind);
    }

    [Fact]
    public async Task Requests_OfOneKind_LeaveOnlyTheNewest()
    {
        var newest = Request(RunKind.Hourly, -1);
        _mailbox.Post(Request(RunKind.Hourly, -2));
        _mailbox.Post(newest);
        Assert.Same(newest, await NextAsync());
        Assert.False(await HasNextAsync());
    }

    [Fact]
    public async Task Request_KeptForLater_GivesWayToANewerOne()
    {
        var newer = Request(RunKind.Hourly, -1);
        _mailbox.Post(newer);
        _mailbox.PostAgain(Request(RunKind.Hourly, -2));
        Assert.Same(newer, await NextAsync());
        Assert.False(await HasNextAsync());
    }

    [Fact]
    public async Task Tick_LaterThanOneThatIsDueBefore_IsNotKept()
    {
        _mailbox.PostTick(Now.AddSeconds(-1));
        _mailbox.PostTick(Now.AddHours(1));
        Assert.Equal(Now.AddSeconds(-1), (await NextAsync()).DueAt);
        Assert.False(await HasNextAsync());
    }

    [Fact]
    public async Task Reader_WaitingForALaterRequest_IsWokenByOneThatIsDue()
    {
        _mailbox.Post(Request(RunKind.EndOfDay, 3600));
        var next = NextAsync();
        Assert.False(next.IsCompleted);
        _mailbox.Post(Request(RunKind.Hourly, -1));
        Assert.Equal(RunKind.Hourly, (await next).Kind);
    }

    [Fact]
    public async Task Schedule_Forgotten_LeavesWhatAPersonAskedFor()
    {
        _mailbox.Post(Request(RunKind.Hourly, -1));
        _mailbox.Post(Request(RunKind.EndOfDay, -1));
        _mailbox.Post(Request(RunKind.Manual, -1));
        _mailbox.ForgetScheduled();
        Assert.Equal(RunKind.Manual, (await NextAsync()).Kind);
        Assert.False(await HasNextAsync());
    }

    private static RunRequest Request(RunKind kind, double seconds) => new(kind, Now.AddSeconds(seconds), DateTimeOffset.MaxValue);

    private Task<RunRequest> NextAsync() =>
        _mailbox.NextAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private async Task<bool> HasNextAsync()
    {
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        try
        {
            await _mailbox.NextAsync(given.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
