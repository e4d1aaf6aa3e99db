using System.Globalization;

namespace MailDispatcher.Simulation.Tests;

/// <summary>What the simulator's tests add to <see cref="Policy.Tests.Given"/>.</summary>
internal static class GivenTrace
{
    public static TraceMail Trace(int number, DateTimeOffset arrival, DateTimeOffset deadline, double value) =>
        new()
        {
            Id = number.ToString(CultureInfo.InvariantCulture),
            Arrival = arrival,
            Event = deadline,
            Value = value,
        };
}
