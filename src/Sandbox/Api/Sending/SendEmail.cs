using System.Text.Json;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary><c>POST /v3/smtp/email</c>.</summary>
internal sealed class SendEmail(MailIntake intake, TemplateStore templates, DraftReader drafts, TimeProvider time)
{
    public ApiAnswer Serve(ApiRequest request)
    {
        var (document, error) = request.Json();
        if (document is null)
            return ApiAnswer.Refusal(error!);
        using (document)
            return Serve(document.RootElement, request.Body);
    }

    private ApiAnswer Serve(JsonElement body, ReadOnlyMemory<byte> bytes)
    {
        if (SendRules.FirstProblem(body) is { } problem)
            return ApiAnswer.Refusal(problem);
        if (SpecialHeaders.SaysDrop(body))
            return ApiAnswer.Json(201, new { messageId = intake.UnusedMessageId() });
        MailTemplate? template = null;
        if (body.TryGetProperty("templateId", out var id))
        {
            template = templates.Find(id.GetInt64());
            // Brevo does not publish what it says here; its template look-up says this of an unknown number.
            if (template is null)
                return ApiAnswer.Refusal(ApiError.NotFound("Template ID not found"));
            if (!template.IsActive)
                return ApiAnswer.Refusal(ApiError.Invalid("Template is not active"));
        }

        var mails = drafts.Read(body, bytes, template, Guid.NewGuid());
        if (mails[0].ScheduledAt <= time.GetUtcNow())
            return ApiAnswer.Refusal(ApiError.Invalid("scheduledAt must be in the future"));
        return intake.Take(mails) switch
        {
            IntakeOutcome.Taken taken => Taken(taken.Mails, byVersion: mails[0].Version is not null),
            IntakeOutcome.KeyInUse => ApiAnswer.Refusal(
                new ApiError(400, "duplicate_parameter", "Idempotency key already used")
            ),
            IntakeOutcome.NotEnoughCredits => ApiAnswer.Refusal(
                new ApiError(402, "not_enough_credits", "Not enough credits to send this email")
            ),
            var other => throw new InvalidOperationException($"No answer is known for {other.GetType().Name}."),
        };
    }

    private static ApiAnswer Taken(IReadOnlyList<AcceptedMail> mails, bool byVersion) =>
        ApiAnswer.Json(
            mails[0].Draft.ScheduledAt is null ? 201 : 202,
            new
            {
                messageId = byVersion ? null : mails[0].MessageId,
                messageIds = byVersion ? mails.Select(m => m.MessageId) : null,
                mails[0].Draft.BatchId,
            }
        );
}
