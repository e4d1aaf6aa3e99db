using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>The words by which metrics and journal call the outcomes of an attempt.</summary>
internal static class OutcomeNames
{
    public static string NameOf(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Accepted => "accepted",
            SendOutcome.AlreadyTaken => "already_taken",
            SendOutcome.Refused => "refused",
            SendOutcome.TemplateFault => "template_fault",
            SendOutcome.Throttled => "throttled",
            SendOutcome.AccountFault => "account_fault",
            SendOutcome.OutOfCredits => "out_of_credits",
            SendOutcome.NotTaken => "not_taken",
            SendOutcome.Uncertain => "uncertain",
            _ => throw new InvalidOperationException("An outcome without a name."),
        };
}
