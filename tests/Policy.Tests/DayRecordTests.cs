namespace MailDispatcher.Policy.Tests;

public sealed class DayRecordTests
{
    [Fact]
    public void Profile_OfFactsInAnyOrder_IsDearestFirstThenSoonest()
    {
        var record = new DayRecord();
        foreach (
            var (second, value, lastsDays) in new[]
            {
                (30, 1.0, 2),
                (20, 1.0, 0),
                (40, 10.0, 3),
                (10, 1.0, 2),
                (50, 5.0, 0),
            }
        )
            record.Add(second, value, lastsDays);

        Assert.Equal([(10, 3), (5, 0), (1, 0), (1, 2)], record.Profile().Select(g => ((int)g.Value, g.LastsDays)));
        Assert.Equal([10, 30], record.Profile()[^1].Times);
    }

    [Fact]
    public void Profile_AfterAnotherFact_HasItToo()
    {
        var record = new DayRecord();
        record.Add(10, 4, 0);
        Assert.Equal(4, Assert.Single(record.Profile()).Value);

        record.Add(20, 4.1, 0);
        Assert.Equal(4.05, Assert.Single(record.Profile()).Value, 9);
    }
}
