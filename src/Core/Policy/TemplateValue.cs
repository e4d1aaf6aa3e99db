using System.Globalization;

namespace MailDispatcher.Core.Policy;

/// <summary>What a template's mail is worth.</summary>
/// <param name="Value">Above 0, at most <see cref="Most"/>; only ratios matter.</param>
/// <param name="HalfLife">The time in which a waiting mail's value falls to a half; null: it stays.</param>
public readonly record struct TemplateValue(double Value, TimeSpan? HalfLife = null)
{
    public const double Most = 1_000_000;

    /// <summary>Reads <c>10</c>, or <c>10 half-life 5m</c>.</summary>
    /// <param name="duration">Reads a time; null for what is none.</param>
    /// <returns>Null for anything else.</returns>
    public static TemplateValue? Parse(string text, Func<string, TimeSpan?> duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(duration);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (
            words.Length == 0
            || !double.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value is not (> 0 and <= Most)
        )
            return null;
        return words[1..] switch
        {
            [] => new TemplateValue(value),
            ["half-life", var time] when duration(time) is { } halfLife && halfLife > TimeSpan.Zero =>
                new TemplateValue(value, halfLife),
            _ => null,
        };
    }
}
