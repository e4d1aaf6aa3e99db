namespace MailDispatcher.Core.Health;

/// <summary>How things stand: what page, commands, exit codes and metrics say.</summary>
/// <param name="Statuses">Broker, provider, credits and schedule, then whatever else is not as it should be.</param>
public sealed record OverallHealth(Headline Headline, IReadOnlyList<HealthStatus> Statuses)
{
    /// <summary>
    /// 0: good, or somebody should know; 1: bad; 3: not known. 2 is the commands' own, for wrong usage.
    /// </summary>
    public int ExitCode => ExitCodeOf(Headline.State);

    /// <inheritdoc cref="ExitCode"/>
    public static int ExitCodeOf(HealthLevel level) =>
        level switch
        {
            HealthLevel.Good or HealthLevel.Notice => 0,
            HealthLevel.Bad => 1,
            HealthLevel.Unknown => 3,
            _ => throw new InvalidOperationException("A level without an exit code."),
        };
}
