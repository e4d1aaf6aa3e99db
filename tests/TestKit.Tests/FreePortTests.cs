namespace MailDispatcher.TestKit.Tests;

public sealed class FreePortTests
{
    [Fact]
    public void Next_ManyAtOnce_GivesEachPortOnce()
    {
        var ports = ParallelEnumerable.Range(0, 500).Select(_ => FreePort.Next()).ToList();
        Assert.Equal(500, ports.Distinct().Count());
    }
}
