using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MailDispatcher.Sandbox.Templates;

/// <summary>
/// Fills <c>{{ params.NAME }}</c>, <c>{{ params.a.b }}</c>, <c>{{ params.NAME|default:'x' }}</c> and repeats what
/// stands in <c>{% for x in params.LIST %}{{ x.NAME }}{% endfor %}</c>. As at Brevo, what is missing becomes nothing
/// and is no error. Conditions are left as they stand.
/// </summary>
internal static partial class TemplateRenderer
{
    /// <summary>Values are put in as text: markup in a parameter does not become markup of the mail.</summary>
    public static string Html(string template, JsonElement? parameters)
    {
        // What is between the loops, and each loop, once: a value is never read as a template.
        var html = new StringBuilder();
        var at = 0;
        foreach (Match loop in Loop().Matches(template))
        {
            html.Append(Fill(template[at..loop.Index], parameters, WebUtility.HtmlEncode));
            if (Find(parameters, loop.Groups["path"].Value) is { ValueKind: JsonValueKind.Array } list)
            {
                foreach (var item in list.EnumerateArray())
                    html.Append(
                        Fill(
                            loop.Groups["body"].Value,
                            parameters,
                            WebUtility.HtmlEncode,
                            loop.Groups["name"].Value,
                            item
                        )
                    );
            }

            at = loop.Index + loop.Length;
        }

        return html.Append(Fill(template[at..], parameters, WebUtility.HtmlEncode)).ToString();
    }

    /// <summary>For a subject: values as they are, on one line.</summary>
    public static string Text(string template, JsonElement? parameters) =>
        Fill(template, parameters, value => value.ReplaceLineEndings(" "));

    private static string Fill(
        string template,
        JsonElement? parameters,
        Func<string, string?> encode,
        string? itemName = null,
        JsonElement? item = null
    ) =>
        Placeholder()
            .Replace(
                template,
                match =>
                {
                    var root = match.Groups["root"].Value;
                    if (root != "params" && root != itemName)
                        return match.Value;
                    var text = TextOf(Find(root == itemName ? item : parameters, match.Groups["path"].Value));
                    return encode(text.Length > 0 ? text : match.Groups["default"].Value) ?? "";
                }
            );

    private static JsonElement? Find(JsonElement? values, string path)
    {
        if (values is not { } value)
            return null;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        }

        return value;
    }

    private static string TextOf(JsonElement? value) =>
        value switch
        {
            null or { ValueKind: JsonValueKind.Null } => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { } other => other.GetRawText(),
        };

    [GeneratedRegex(
        """\{\{\s*(?<root>\w+)\.(?<path>[\w.-]+)\s*"""
            + """(?:\|\s*default\s*:\s*(?:'(?<default>[^']*)'|"(?<default>[^"]*)")\s*)?\}\}""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        """\{%\s*for\s+(?<name>\w+)\s+in\s+params\.(?<path>[\w.-]+)\s*%\}(?<body>.*?)\{%\s*endfor\s*%\}""",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Loop();
}
