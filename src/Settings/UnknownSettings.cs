using MailDispatcher.Contracts;
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

    private static string Warning(string name, IReadOnlyCollection<string> known) =>
        Spelling.Nearest(name, known) is { } nearest
            ? $"{name} is not a setting; did you mean {nearest}?"
            : $"{name} is not a setting; docs/settings.md lists them all.";

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
}
