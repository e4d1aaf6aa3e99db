using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class ProbeTimesTests
{
    [Fact]
    public void Next_AfterEachFailure_IsTwiceAsFarUpToAQuarterOfAnHour() =>
        Assert.Equal(
            [1, 2, 4, 8, 15, 15, 15],
            Enumerable.Range(1, 7).Select(n => (ProbeTimes.Next(n, At(9)) - At(9)).TotalMinutes)
        );
}
