using System.Globalization;

namespace MailDispatcher.Simulation;

/// <summary>How well a policy did on a trace.</summary>
public sealed record SimulationSummary
{
    public required int Mails { get; init; }

    public required int Sent { get; init; }

    public required int Expired { get; init; }

    public required int Superseded { get; init; }

    public required int Waiting { get; init; }

    /// <summary>The value of what was sent before its event.</summary>
    public required double ValueOnTime { get; init; }

    /// <summary>The most that anyone who knew the trace could have reached.</summary>
    public required double Optimum { get; init; }

    /// <summary>Mails that came a day or less before their event.</summary>
    public required int Urgent { get; init; }

    public required int UrgentOnTime { get; init; }

    /// <summary>From arrival to sending, rising; one for each mail sent.</summary>
    public required IReadOnlyList<TimeSpan> Waits { get; init; }

    /// <summary>The smallest daily allowance under which every mail could have been on time.</summary>
    public required int SufficientCredits { get; init; }

    /// <summary>Null when nothing could have been reached.</summary>
    public double? Share => Optimum > 0 ? ValueOnTime / Optimum : null;

    public static SimulationSummary Of(
        IReadOnlyList<TraceMail> trace,
        IReadOnlyList<MailResult> results,
        CreditDay day,
        DailyCredits credits
    )
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(results);
        var both = trace.Zip(results).ToArray();
        return new SimulationSummary
        {
            Mails = trace.Count,
            Sent = results.Count(f => f is MailResult.Sent),
            Expired = results.Count(f => f is MailResult.Expired),
            Superseded = results.Count(f => f is MailResult.Superseded),
            Waiting = results.Count(f => f is MailResult.Waiting),
            ValueOnTime = both.Sum(p => p.Second is MailResult.Sent ? p.First.Value : 0),
            Optimum = OfflineOptimum.ValueOf(trace, day, credits),
            Urgent = both.Count(p => p.First.IsUrgent && p.Second is not MailResult.Superseded),
            UrgentOnTime = both.Count(p => p.First.IsUrgent && p.Second is MailResult.Sent),
            Waits =
            [
                .. both.Where(p => p.Second is MailResult.Sent)
                    .Select(p => ((MailResult.Sent)p.Second).At - p.First.Arrival)
                    .Order(),
            ],
            SufficientCredits = OfflineOptimum.SufficientCredits(trace, day),
        };
    }

    /// <summary>As the command prints it.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Line(
            $"mails          {Mails}: {Sent} sent, {Expired} expired, {Superseded} superseded, {Waiting} waiting"
        );
        yield return Line(
            $"value on time  {ValueOnTime:0.##} of {Optimum:0.##} that foresight could reach: {ShareWords}"
        );
        yield return Line(
            $"urgent on time {UrgentOnTime} of {Urgent} mails that came a day or less before their event"
        );
        if (Waits.Count > 0)
            yield return Line(
                $"waits          median {Hours(0.5):0.00} h, 95th percentile {Hours(0.95):0.00} h, ",
                $"longest {Hours(1):0.00} h"
            );
        yield return Line($"would suffice  {SufficientCredits} credits a day, for every mail on time");
    }

    private string ShareWords => Share is { } share ? Line($"{share:0.0000}") : "nothing could be reached";

    private double Hours(double part) => Waits[Math.Min((int)(Waits.Count * part), Waits.Count - 1)].TotalHours;

    private static string Line(params FormattableString[] texts) =>
        string.Concat(texts.Select(text => text.ToString(CultureInfo.InvariantCulture)));
}
