namespace MailDispatcher.Engine.Tests;

public sealed class RunQueueTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly RunQueue _due = new(TimeProvider.System);

    [Fact]
    public void Requests_OfTwoKinds_ComeInTheOrderInWhichTheyAreDue()
    {
        _due.Post(Request(RunKind.Hourly, -1));
        _due.Post(Request(RunKind.EndOfDay, -2));
        Assert.Equal(RunKind.EndOfDay, _due.TakeDue()?.Kind);
        Assert.Equal(RunKind.Hourly, _due.TakeDue()?.Kind);
    }

    [Fact]
    public void Requests_OfOneKind_LeaveOnlyTheNewest()
    {
        var newest = Request(RunKind.Hourly, -1);
        _due.Post(Request(RunKind.Hourly, -2));
        _due.Post(newest);
        Assert.Same(newest, _due.TakeDue());
        Assert.Null(_due.TakeDue());
    }

    [Fact]
    public void Request_KeptForLater_GivesWayToANewerOne()
    {
        var newer = Request(RunKind.Hourly, -1);
        _due.Post(newer);
        _due.PostAgain(Request(RunKind.Hourly, -2));
        Assert.Same(newer, _due.TakeDue());
        Assert.Null(_due.TakeDue());
    }

    [Fact]
    public void Request_ThatIsDueLater_IsNotTakenYet()
    {
        _due.Post(Request(RunKind.EndOfDay, 3600));
        Assert.Null(_due.TakeDue());
        Assert.Equal(Now.AddSeconds(3600), _due.NextAt);
    }

    [Fact]
    public void Listener_OfThePosts_IsTold()
    {
        var told = 0;
        _due.Notify(() => told++);
        _due.Post(Request(RunKind.Hourly, -1));
        _due.PostAgain(Request(RunKind.Hourly, -1));
        Assert.Equal(2, told);
    }

    [Fact]
    public void Schedule_Forgotten_LeavesWhatAPersonAskedFor()
    {
        _due.Post(Request(RunKind.Hourly, -1));
        _due.Post(Request(RunKind.EndOfDay, -1));
        _due.Post(Request(RunKind.Manual, -1));
        _due.ForgetScheduled();
        Assert.Equal(RunKind.Manual, _due.TakeDue()?.Kind);
        Assert.Null(_due.TakeDue());
    }

    private static RunRequest Request(RunKind kind, double seconds) =>
        new(kind, Now.AddSeconds(seconds), DateTimeOffset.MaxValue);
}
