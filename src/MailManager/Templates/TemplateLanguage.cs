using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MailDispatcher.MailManager.Templates;

/// <summary>
/// Reads which parameters a template asks for. The provider's API does not tell, neither the names nor the language
/// that the template is written in.
/// </summary>
internal static partial class TemplateLanguage
{
    /// <summary>
    /// The names after <c>params.</c> in <c>{{ params.NAME }}</c>, <c>{% if params.NAME %}</c> and the like.
    /// </summary>
    public static FrozenSet<string> Parameters(string content) =>
        Tags()
            .Matches(content)
            .SelectMany(tag => Names().Matches(tag.Value))
            .Select(name => name.Groups[1].Value)
            .ToFrozenSet();

    /// <summary>The names that a tag asks about, as in <c>{% if params.NAME %}</c>: it does without them.</summary>
    public static FrozenSet<string> Optional(string content) =>
        Tags()
            .Matches(content)
            .Where(tag => tag.Value.StartsWith("{%", StringComparison.Ordinal))
            .SelectMany(tag => Names().Matches(tag.Value))
            .Select(name => name.Groups[1].Value)
            .ToFrozenSet();

    /// <summary>The names between per cent signs, <c>%NAME%</c>: the language before.</summary>
    public static FrozenSet<string> OldNames(string content) =>
        OldStyle().Matches(content).Select(match => match.Groups[1].Value).ToFrozenSet();

    [GeneratedRegex(@"\{\{[^{}]*\}\}|\{%[^{}]*%\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(
        @"\bparams\.([A-Za-z_][A-Za-z0-9_]*)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Names();

    // Not the two digits of an encoded byte in a link: %C3%A3.
    [GeneratedRegex(
        "%(?![0-9A-F]{2}%)([A-Z][A-Z0-9_]+)%",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OldStyle();
}
