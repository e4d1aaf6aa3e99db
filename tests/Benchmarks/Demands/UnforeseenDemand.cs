using MailDispatcher.Simulation;

namespace MailDispatcher.Benchmarks.Demands;

/// <summary>A made-up demand of so many days, drawn day by day.</summary>
/// <param name="DrawDay">Draws one day: the generator, the day from 0 on, the credits a day.</param>
internal sealed record UnforeseenDemand(
    string Name,
    string Summary,
    int Days,
    Action<DemandGenerator, int, int> DrawDay,
    double NoticeScale = 1
)
{
    public IReadOnlyList<TraceMail> Trace(int seed, int credits)
    {
        var generator = new DemandGenerator(new Random(seed), NoticeScale);
        for (var day = 0; day < Days; day++)
            DrawDay(generator, day, credits);
        return generator.Trace();
    }
}
