using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MailDispatcher.Sandbox.Page;

/// <summary>Mails as plain text.</summary>
internal static partial class MailText
{
    /// <summary>What a reader of the body sees, on one line.</summary>
    public static string Of(string html) =>
        Spaces()
            .Replace(WebUtility.HtmlDecode(Tags().Replace(Inline().Replace(Hidden().Replace(html, " "), ""), " ")), " ")
            .Trim();

    /// <summary>A parameter: text as it is, anything else as JSON.</summary>
    public static string Of(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    [GeneratedRegex(
        "<(style|script|head|title)\\b.*?</\\1>|<!--.*?-->",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Hidden();

    [GeneratedRegex(
        "</?(a|b|i|u|em|strong|span|small|code|font)(\\s[^>]*)?>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Inline();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
