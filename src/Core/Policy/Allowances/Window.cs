using System.Globalization;

namespace MailDispatcher.Core.Policy.Allowances;

/// <summary>A span of time in which no more than so many mails may leave. Closed.</summary>
/// <param name="Mails">0 or more.</param>
public abstract record Window(int Mails)
{
    /// <summary>From one full hour of the zone to the next.</summary>
    public sealed record Hour(int Mails) : Window(Mails);

    /// <summary>From midnight to midnight of the zone.</summary>
    public sealed record Day(int Mails) : Window(Mails);

    /// <summary>A calendar month of the zone.</summary>
    public sealed record Month(int Mails) : Window(Mails);

    /// <summary>Any span of that length, wherever it begins.</summary>
    public sealed record Rolling(int Mails, TimeSpan Length) : Window(Mails);

    /// <summary>As the setting writes it: <c>100/hour</c>, <c>500/24h</c>.</summary>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mails}/{Span}");

    private string Span =>
        this switch
        {
            Hour => "hour",
            Day => "day",
            Month => "month",
            Rolling { Length: var length } when length.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(
                CultureInfo.InvariantCulture,
                $"{length.TotalHours:0}h"
            ),
            Rolling { Length: var length } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0}m"),
            _ => throw new InvalidOperationException("A window of an unknown kind."),
        };
}
