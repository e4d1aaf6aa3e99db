using System.Globalization;
using System.Text.RegularExpressions;

namespace MailDispatcher.Contracts;

/// <summary>What an address is on the wire and at the provider.</summary>
internal static partial class MailAddress
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Cuts blanks around the address and writes an accented domain in punycode. Never throws: what can't be helped
    /// stays.
    /// </summary>
    public static string Normalise(string? address)
    {
        var trimmed = address?.Trim() ?? "";
        var at = trimmed.LastIndexOf('@');
        if (at < 0)
            return trimmed;
        var domain = trimmed[(at + 1)..];
        // Decomposed and full-width letters would give the punycode of another domain: composing them needs ICU, which
        // programs without cultures do not have.
        if (
            System.Text.Ascii.IsValid(domain)
            || domain.Any(c => c is >= '\u0300' and <= '\u036F' or >= '\uFF00' and <= '\uFFEF')
        )
            return trimmed;
        try
        {
            return string.Concat(trimmed.AsSpan(0, at + 1), Idn.GetAscii(domain.ToLowerInvariant()));
        }
        catch (ArgumentException)
        {
            return trimmed;
        }
    }

    /// <summary>The rule that a normalised address breaks; null for none.</summary>
    public static string? Problem(string? email)
    {
        if (string.IsNullOrEmpty(email))
            return "required";
        if (email.Length > MailRequestRules.MaxEmailLength)
            return $"longer than {MailRequestRules.MaxEmailLength} characters";
        return Pattern().IsMatch(email) ? null : "not a mail address (name@domain, in ASCII before the @)";
    }

    // RFC 5321 dot-string @ domain; quoted local parts and address literals are refused: no provider takes them.
    [GeneratedRegex(
        @"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
            + @"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Pattern();
}
