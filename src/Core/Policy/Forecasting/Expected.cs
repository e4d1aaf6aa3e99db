namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// Mails that a scenario expects: they come in period <paramref name="Release"/> (0 = today) and can go until period
/// <paramref name="Last"/>.
/// </summary>
/// <param name="Group">The mails of past days that they are like; null for those of a flood.</param>
internal readonly record struct Expected(
    int Level,
    int Release,
    int Last,
    ProfileGroup? Group,
    FloodGroup Flood = default
)
{
    public double Value => Group?.Value ?? Flood.Value;

    /// <summary>
    /// How many, when it is now so many seconds into today, of which the rest is taken <paramref name="caution"/>
    /// times.
    /// </summary>
    public double Count(int second, double caution) =>
        Group is null ? Flood.Mails
        : Release == 0 ? Group.After(second) * caution
        : Group.Times.Length;
}
