using MailDispatcher.Contracts;
using MailDispatcher.MailManager.Http;

namespace MailDispatcher.MailManager.Answers;

/// <summary>What a refusing answer says, fit for a log: no address, no key, no control character.</summary>
/// <param name="Code">The provider's code, an open set; null when there is none.</param>
/// <param name="Message">Null when there is none.</param>
internal sealed record ProviderError(string? Code, string? Message)
{
    /// <summary>
    /// True when the body follows the provider's error model, so that the provider itself has spoken.
    /// </summary>
    public bool IsSpoken => Code is not null || Message is not null;

    /// <summary>The code as the lists spell it: <c>Insufficient credits</c> is <c>insufficient_credits</c>.</summary>
    public string Key => (Code ?? "").ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    /// <param name="request">The mail that the answer is about, whose names and address the message may quote.</param>
    public static ProviderError Of(ProviderAnswer answer, MailRequest? request = null)
    {
        var body = AnswerBody.Read(answer.Body, AnswerJson.Default.ErrorAnswer);
        return new ProviderError(
            // Names are not taken out of the code: somebody may be called as a part of one, and it decides.
            Redaction.Of(AnswerBody.Text(body?.Code), request: null),
            Redaction.Of(AnswerBody.Text(body?.Message), request)
        );
    }

    /// <summary>For the reason of an unknown reading: <c>401 unauthorized: Key not found</c>.</summary>
    public string Describe(int status) =>
        string.Join(
                ' ',
                new[] { $"{status}", Code is null ? "" : $"{Code}:", Message ?? "" }.Where(part => part.Length > 0)
            )
            .TrimEnd(':');
}
