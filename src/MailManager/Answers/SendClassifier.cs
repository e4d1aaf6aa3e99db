using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Settings;

namespace MailDispatcher.MailManager.Answers;

/// <summary>
/// What an answer to <c>POST /smtp/email</c> means for the mail. The provider publishes neither which status a code
/// comes with nor all codes, so the code is an open text and comes first where it is about the key, the account, the
/// credits or the sender; the status decides the rest.
/// </summary>
internal static class SendClassifier
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <param name="now">When the answer came; a throttle counts from it.</param>
    public static SendOutcome Of(ProviderAnswer answer, MailRequest request, DateTimeOffset now)
    {
        // Queued, also where the body broke off or is empty. A page of a gateway in between is no word of the provider;
        // asking again under the same key costs nothing and tells.
        if (answer.Status is 201 or 202)
        {
            return MessageId(answer) is { } id ? new SendOutcome.Accepted(id)
                : answer.Body is { Length: > 0 }
                    ? new SendOutcome.Uncertain($"{answer.Status} with a body that names no message")
                : new SendOutcome.Accepted(null);
        }

        var error = ProviderError.Of(answer, request);
        return ByCode(answer, error, now) ?? ByStatus(answer, error, now);
    }

    private static SendOutcome? ByCode(ProviderAnswer answer, ProviderError error, DateTimeOffset now) =>
        error.Key switch
        {
            // The documented answer to a used idempotency key; a request of ours has nothing else that could be there
            // twice.
            "duplicate_parameter" => new SendOutcome.AlreadyTaken(),
            // Nothing published ties these to the key, so they are a hint and no proof.
            "duplicate_request" or "request_already_processed" => new SendOutcome.Uncertain(
                $"the provider says {error.Describe(answer.Status)}"
            ),
            "not_enough_credits" or "insufficient_credits" => new SendOutcome.OutOfCredits(error.Code!),
            var key when key.StartsWith("max_emails_", StringComparison.Ordinal) => new SendOutcome.OutOfCredits(
                error.Code!
            ),
            "unauthorized"
            or "permission_denied"
            or "reseller_permission_denied"
            or "account_under_validation"
            or "api_key_not_found"
            or "key_not_found"
            or "authentication_failed" => Account(answer, error),
            "too_many_requests" => new SendOutcome.Throttled(Throttle.Until(answer, now, LongestWait)),
            _ when answer.Status is 400 or 404 or 422 && IsAboutSender(error) => Account(answer, error),
            _ => null,
        };

    private static SendOutcome ByStatus(ProviderAnswer answer, ProviderError error, DateTimeOffset now) =>
        answer.Status switch
        {
            >= 200 and < 300 => MessageId(answer) is { } id
                ? new SendOutcome.Accepted(id)
                : new SendOutcome.Uncertain($"{answer.Status} without a message id"),
            // Redirects are not followed (the key would go along), and one on this call means a wrong address or a
            // gateway.
            >= 300 and < 400 => Elsewhere(answer),
            401 or 403 or 407 => Account(answer, error),
            402 => new SendOutcome.OutOfCredits(Code(answer, error)),
            429 => new SendOutcome.Throttled(Throttle.Until(answer, now, LongestWait)),
            503 => new SendOutcome.NotTaken(error.Describe(503)),
            408 or 409 or 425 => new SendOutcome.Uncertain(error.Describe(answer.Status)),
            405 or 406 or 415 => error.IsSpoken ? Account(answer, error) : Elsewhere(answer),
            // The code that was lost with the body could have said that the mail had been taken before.
            >= 400 and < 500 when answer.Body is null => new SendOutcome.Uncertain(
                $"{answer.Status}, and the answer broke off"
            ),
            404 when !error.IsSpoken => Elsewhere(answer),
            400 or 404 or 422 when IsAboutTemplate(error) => new SendOutcome.TemplateFault(
                Code(answer, error),
                error.Message!
            ),
            >= 400 and < 500 => new SendOutcome.Refused(
                Code(answer, error),
                error.Message ?? "the provider gave no reason"
            ),
            _ => new SendOutcome.Uncertain(error.Describe(answer.Status)),
        };

    /// <summary>
    /// We name no sender, so a complaint about one is about the template's or the account's, and hits every mail.
    /// </summary>
    private static bool IsAboutSender(ProviderError error) =>
        error.Message?.Contains("sender", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// What the provider says of a template that is missing or switched off is not published; its look-up of templates
    /// says "Template ID not found". No field of a mail of ours is called so.
    /// </summary>
    private static bool IsAboutTemplate(ProviderError error) =>
        error.Message?.Contains("template", StringComparison.OrdinalIgnoreCase) == true;

    private static SendOutcome.AccountFault Account(ProviderAnswer answer, ProviderError error) =>
        new(Code(answer, error), error.Message ?? "the provider gave no reason");

    private static SendOutcome.AccountFault Elsewhere(ProviderAnswer answer) =>
        new(
            $"http_{answer.Status}",
            $"this is not the provider's mail API; check {BrevoOptions.UrlName} and what stands between"
        );

    private static string Code(ProviderAnswer answer, ProviderError error) => error.Code ?? $"http_{answer.Status}";

    private static string? MessageId(ProviderAnswer answer)
    {
        const int Longest = 256;
        var body = AnswerBody.Read(answer.Body, AnswerJson.Default.SendAnswer);
        var id = body?.MessageId ?? (body?.MessageIds is [var first, ..] ? first : null);
        return id is { Length: > 0 and <= Longest } && !id.Any(char.IsControl) ? id : null;
    }
}
