using System.Globalization;
using System.Text.Json;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.Senders;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>Reads the mails of a request that <see cref="SendRules"/> found valid.</summary>
internal sealed class DraftReader(SenderStore senders)
{
    /// <param name="template">The template that the request names; null when it brings its own content.</param>
    /// <param name="newBatchId">The id of a scheduled request that brings none.</param>
    public IReadOnlyList<MailDraft> Read(
        JsonElement body,
        ReadOnlyMemory<byte> request,
        MailTemplate? template,
        Guid newBatchId
    )
    {
        var scheduledAt = body.TryGetProperty("scheduledAt", out var at)
            ? DateTimeOffset.Parse(at.GetString()!, CultureInfo.InvariantCulture)
            : (DateTimeOffset?)null;
        var whole = new MailDraft
        {
            Request = request,
            Template = template,
            From = From(body, template),
            To = People(body, "to"),
            Cc = People(body, "cc"),
            Bcc = People(body, "bcc"),
            Subject = Text(body, "subject") ?? template?.Subject ?? "",
            Tags = body.TryGetProperty("tags", out var tags)
                ? [.. tags.EnumerateArray().Select(t => t.GetString()!)]
                : [],
            IdempotencyKey = SpecialHeaders.IdempotencyKey(body),
            ScheduledAt = scheduledAt,
            BatchId =
                scheduledAt is null ? null
                : body.TryGetProperty("batchId", out var batch) ? batch.GetGuid()
                : newBatchId,
        };
        var drafts = body.TryGetProperty("messageVersions", out var versions)
            ? versions.EnumerateArray().Select((version, i) => Version(whole, version, i))
            : [whole];
        return [.. drafts.Select(d => d with { Subject = TemplateRenderer.Text(d.Subject, d.Params) })];
    }

    private static MailDraft Version(MailDraft whole, JsonElement version, int index) =>
        whole with
        {
            Version = index,
            To = People(version, "to"),
            Cc = version.TryGetProperty("cc", out _) ? People(version, "cc") : whole.Cc,
            Bcc = version.TryGetProperty("bcc", out _) ? People(version, "bcc") : whole.Bcc,
            Subject = Text(version, "subject") ?? whole.Subject,
        };

    // A request's own sender wins over the template's.
    private Mailbox From(JsonElement body, MailTemplate? template)
    {
        if (!body.TryGetProperty("sender", out var sender))
            return new Mailbox(template!.Sender.Email, template.Sender.Name);
        if (!sender.TryGetProperty("id", out var id))
            return new Mailbox(Text(sender, "email")!, Text(sender, "name"));
        var known = senders.Find(id.GetInt64());
        return new Mailbox(known?.Email ?? $"sender-{id.GetInt64()}@invalid", known?.Name);
    }

    private static IReadOnlyList<Mailbox> People(JsonElement owner, string field) =>
        owner.TryGetProperty(field, out var list)
            ? [.. list.EnumerateArray().Select(p => new Mailbox(Text(p, "email")!, Text(p, "name")))]
            : [];

    private static string? Text(JsonElement owner, string field) =>
        owner.TryGetProperty(field, out var value) ? value.GetString() : null;
}
