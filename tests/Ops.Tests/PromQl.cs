using System.Text.RegularExpressions;

namespace MailDispatcher.Ops.Tests;

/// <summary>
/// Takes the series selectors out of a PromQL expression, without being a parser: promtool is the one.
/// </summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "offset", "bool"];

    /// <summary>Each <c>name{matchers}</c> of the expression.</summary>
    public static IEnumerable<string> Selectors(string expression) =>
        Selector()
            .Matches(Range().Replace(LabelList().Replace(expression, " "), ""))
            .Where(match => !Words.Contains(match.Groups["name"].Value))
            .Select(match => match.Value.Trim());

    public static string NameOf(string selector) => selector.Split('{')[0].Trim();

    /// <summary>The expression with Grafana's variables set to what "All" means.</summary>
    public static string WithVariables(string expression) =>
        expression
            .Replace("$__rate_interval", "5m", StringComparison.Ordinal)
            .Replace("$account", ".*", StringComparison.Ordinal)
            .Replace("$job", ".+", StringComparison.Ordinal)
            .Replace("$instance", ".+", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex LabelList();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![\w:$.])(?<name>(?>[a-zA-Z_:][a-zA-Z0-9_:]*))(?>\s*\{[^}]*\})?(?!\s*\()")]
    private static partial Regex Selector();
}
