using System.IO.Enumeration;

namespace MailDispatcher.Sandbox.Mails;

/// <summary>What comes of mail to the addresses of a pattern, such as <c>HardBounced=*@gone.example</c>.</summary>
/// <param name="Pattern">An address in which <c>*</c> stands for any text and <c>?</c> for one character.</param>
public sealed record OutcomeRule(DeliveryOutcome Outcome, string Pattern)
{
    /// <param name="text">The outcome, an equals sign, the pattern.</param>
    /// <returns>Null when it is not of that form, or no outcome that depends on the address.</returns>
    public static OutcomeRule? TryParse(string text) =>
        text?.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 } pattern]
        && Enum.TryParse<DeliveryOutcome>(name, ignoreCase: true, out var outcome)
        && outcome is DeliveryOutcome.HardBounced or DeliveryOutcome.SoftBounced or DeliveryOutcome.Complained
            ? new(outcome, pattern)
            : null;

    public bool Matches(string email) => FileSystemName.MatchesSimpleExpression(Pattern, email, ignoreCase: true);
}
