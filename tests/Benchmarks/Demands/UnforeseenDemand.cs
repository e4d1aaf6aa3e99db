using MailDispatcher.Simulation;

namespace MailDispatcher.Benchmarks.Demands;

/// <summary>A made-up demand of so many days, drawn day by day.</summary>
/// <param name="DrawDay">Draws one day: the sketch, the day from 0 on, the credits a day.</param>
internal sealed record UnforeseenDemand(
    string Name,
    string Summary,
    int Days,
    Action<DemandSketch, int, int> DrawDay,
    double NoticeScale = 1
)
{
    public IReadOnlyList<TraceMail> Trace(int seed, int credits)
    {
        var sketch = new DemandSketch(new Random(seed), NoticeScale);
        for (var day = 0; day < Days; day++)
            DrawDay(sketch, day, credits);
        return sketch.Trace();
    }
}
