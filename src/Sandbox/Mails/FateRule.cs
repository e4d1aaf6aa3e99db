using System.IO.Enumeration;

namespace MailDispatcher.Sandbox.Mails;

/// <summary>What comes of mail to the addresses of a pattern, such as <c>HardBounced=*@gone.example</c>.</summary>
/// <param name="Pattern">An address in which <c>*</c> stands for any text and <c>?</c> for one character.</param>
public sealed record FateRule(Fate Fate, string Pattern)
{
    /// <param name="text">The fate, an equals sign, the pattern.</param>
    /// <exception cref="FormatException">Not of that form, or no fate that depends on the address.</exception>
    public static FateRule Parse(string text) =>
        text.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 } pattern]
        && Enum.TryParse<Fate>(name, ignoreCase: true, out var fate)
        && fate is Fate.HardBounced or Fate.SoftBounced or Fate.Complained
            ? new(fate, pattern)
            : throw new FormatException("HardBounced, SoftBounced or Complained, then = and an address with *");

    public bool Matches(string email) => FileSystemName.MatchesSimpleExpression(Pattern, email, ignoreCase: true);
}
