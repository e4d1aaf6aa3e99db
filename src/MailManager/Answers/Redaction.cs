using System.Text.RegularExpressions;
using MailDispatcher.Contracts;

namespace MailDispatcher.MailManager.Answers;

/// <summary>Takes out of a provider's text what must reach no log: it may quote the mail that it refuses.</summary>
internal static partial class Redaction
{
    private const int MaxLength = 300;

    // Shorter ones would cut words apart and hide nobody.
    private const int ShortestName = 3;

    /// <summary>One line of at most 300 characters; null for null or nothing.</summary>
    public static string? Of(string? text, MailRequest? request)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        // Looked through before it is cut, or half an address at the end would be none to the pattern.
        text = Keys().Replace(Addresses().Replace(text, "(address)"), "(key)");
        foreach (var name in Names(request))
            text = text.Replace(name, "(name)", StringComparison.OrdinalIgnoreCase);
        text = Unprinted().Replace(text, " ").Trim();
        return text.Length <= MaxLength ? text : $"{text[..MaxLength]}...";
    }

    private static IEnumerable<string> Names(MailRequest? request) =>
        new[]
        {
            request?.Recipient.Email,
            request?.Recipient.Name,
            request?.Mentoring?.MentorName,
            request?.Mentoring?.MentoredName,
        }
            .OfType<string>()
            .Where(name => name.Trim().Length >= ShortestName);

    [GeneratedRegex(
        @"[^\s""'<>(),;:\[\]{}]+(@|%40)[^\s""'<>(),;:\[\]{}]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Addresses();

    [GeneratedRegex(
        @"x(key|smtp)sib-[A-Za-z0-9-]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Keys();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Unprinted();
}
