using System.Globalization;

namespace MailDispatcher.Core.Suppression;

/// <summary>Why no mail goes to an address, in words.</summary>
public static class SuppressionWords
{
    /// <summary>One sentence for a developer.</summary>
    public static string Reason(SuppressionCause cause) => $"It was not sent: {Of(cause)}.";

    /// <summary>One sentence on copies of a mail that was sent.</summary>
    public static string LeftOut(int copies) =>
        copies == 1
            ? "1 copy was left out: its address can't be reached, or wants no mail."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{copies} copies were left out: their addresses can't be reached, or want no mail."
            );

    /// <summary>A clause without an end.</summary>
    public static string Of(SuppressionCause cause) =>
        cause switch
        {
            SuppressionCause.HardBounced => "an earlier mail showed that the address can't be reached",
            SuppressionCause.Complained => "the person called an earlier mail spam",
            SuppressionCause.Unsubscribed => "the person wants no more mail",
            SuppressionCause.Blocked => "the provider holds the address back",
            SuppressionCause.SoftBounced => "several mails in a row did not get into the mailbox",
            SuppressionCause.Imported => "an operator holds the address back",
            _ => throw new InvalidOperationException("A cause without words."),
        };
}
