using System.Diagnostics;
using MailDispatcher.MailManager.Http;

namespace MailDispatcher.MailManager.Answers;

/// <summary>Why a reading gave nothing, for people.</summary>
internal static class ReadingFailure
{
    public static string Reason(Exchange exchange) =>
        exchange switch
        {
            Exchange.Answered { Answer: { Body: null } answer } => $"{answer.Status}, and the answer broke off",
            Exchange.Answered { Answer: var answer } => ProviderError.Of(answer).Describe(answer.Status),
            Exchange.NotSent notSent => notSent.Reason,
            Exchange.Lost lost => lost.Reason,
            _ => throw new UnreachableException(),
        };
}
