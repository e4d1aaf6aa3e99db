using System.Globalization;

namespace MailDispatcher.TestKit;

/// <summary>Reads the text that <c>/metrics</c> answers.</summary>
public static class MetricsText
{
    /// <summary>
    /// The sum of all samples of a metric whose labels hold <paramref name="label"/> (say <c>outcome="sent"</c>); 0
    /// when there is none.
    /// </summary>
    public static double Sum(string text, string name, string label = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n')
            .Where(l =>
                l.StartsWith(name + " ", StringComparison.Ordinal) || l.StartsWith(name + "{", StringComparison.Ordinal)
            )
            .Where(l => l.Contains(label, StringComparison.Ordinal))
            .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
