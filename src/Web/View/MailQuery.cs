namespace MailDispatcher.Web.View;

/// <summary>
/// What a person types to find a mail: the first characters of its id, or a part of its topic or of its template's
/// name.
/// </summary>
public sealed record MailQuery(string Text)
{
    /// <summary>How many mails are found at most.</summary>
    public const int Most = 100;

    /// <summary>Fewer characters of an id would fit half of all mails.</summary>
    public const int ShortestId = 4;

    private readonly string _digits = Text.Replace("-", "", StringComparison.Ordinal);

    /// <summary>It can only be an id's beginning.</summary>
    public bool IsId => _digits.Length is >= ShortestId and <= 32 && _digits.All(char.IsAsciiHexDigit);

    public bool Matches(Guid id, string template, string? topic) =>
        (IsId && id.ToString("N").StartsWith(_digits, StringComparison.OrdinalIgnoreCase))
        || (
            Text.Length > 0
            && (
                template.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || topic?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true
            )
        );
}
