using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MailDispatcher.Sandbox.Templates;

/// <summary>
/// Fills <c>{{ params.NAME }}</c>, <c>{{ params.a.b }}</c> and <c>{{ params.NAME|default:'x' }}</c>. As at Brevo, what is
/// missing becomes nothing and is no error. Loops and conditions are left as they stand.
/// </summary>
internal static partial class TemplateRenderer
{
    /// <summary>Values are put in as text: markup in a parameter does not become markup of the mail.</summary>
    public static string Html(string template, JsonElement? parameters) => Fill(template, parameters, WebUtility.HtmlEncode);

    /// <summary>For a subject: values as they are, on one line.</summary>
    public static string Text(string template, JsonElement? parameters) =>
        Fill(template, parameters, value => value.ReplaceLineEndings(" "));

    private static string Fill(string template, JsonElement? parameters, Func<string, string?> encode) =>
        Placeholder().Replace(template, match =>
        {
            var value = Find(parameters, match.Groups["path"].Value.Split('.'));
            var text = value is { Length: > 0 } ? value : match.Groups["default"].Value;
            return encode(text) ?? "";
        });

    private static string? Find(JsonElement? parameters, IEnumerable<string> path)
    {
        if (parameters is not { } value) return null;
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        };
    }

    [GeneratedRegex("""\{\{\s*params\.(?<path>[\w.-]+)\s*(?:\|\s*default\s*:\s*(?:'(?<default>[^']*)'|"(?<default>[^"]*)")\s*)?\}\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
