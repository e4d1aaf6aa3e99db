using Microsoft.Extensions.Configuration;

namespace MailDispatcher.Settings;

/// <summary>
/// Variables that look like settings and are none: mostly a slip of the pen, which nothing else would tell.
/// </summary>
public static class UnknownSettings
{
    /// <param name="known">Names of settings; one that ends in __N or __NAME has any name there.</param>
    /// <returns>A sentence for each, with the nearest right name, and never a value: it may be a secret.</returns>
    public static IReadOnlyList<string> Warnings(IConfiguration configuration, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(known);
        var owned = known.Where(HasPrefix).Select(Prefix).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. configuration
                .AsEnumerable()
                .Where(entry => entry.Value is { Length: > 0 })
                .Select(entry => entry.Key.Replace(":", "__", StringComparison.Ordinal))
                .Where(name => HasPrefix(name) && owned.Contains(Prefix(name)) && !known.Any(k => Is(name, k)))
                .Order(StringComparer.Ordinal)
                .Select(name => Warning(name, known)),
        ];
    }

    private static string Warning(string name, IReadOnlyCollection<string> known)
    {
        var (distance, nearest) = known.Select(k => (Distance: Distance(name, k), Name: k)).MinBy(k => k.Distance);
        return distance <= name.Length / 3
            ? $"{name} is not a setting; did you mean {nearest}?"
            : $"{name} is not a setting; docs/settings.md lists them all.";
    }

    private static bool Is(string name, string known)
    {
        var open =
            known.EndsWith("__N", StringComparison.Ordinal) || known.EndsWith("__NAME", StringComparison.Ordinal);
        var fixedPart = open ? known[..(known.LastIndexOf("__", StringComparison.Ordinal) + 2)] : known;
        return open
            ? name.Length > fixedPart.Length && name.StartsWith(fixedPart, StringComparison.OrdinalIgnoreCase)
            : name.Equals(known, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasPrefix(string name) => name.IndexOf("__", StringComparison.Ordinal) > 0;

    private static string Prefix(string name) => name[..name.IndexOf("__", StringComparison.Ordinal)];

    /// <summary>Letters to insert, delete or replace to make one of the other, whatever their case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var best = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], best);
            }
        }

        return row[^1];
    }
}
