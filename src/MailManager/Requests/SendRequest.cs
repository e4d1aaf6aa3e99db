using System.Text.Json;

namespace MailDispatcher.MailManager.Requests;

/// <summary>The body of <c>POST /smtp/email</c> as far as this program uses it.</summary>
internal sealed record SendRequest
{
    public required long TemplateId { get; init; }

    public required IReadOnlyList<Addressee> To { get; init; }

    /// <summary>As the template says where it is left out; so with the next four.</summary>
    public Addressee? Sender { get; init; }

    public Addressee? ReplyTo { get; init; }

    /// <summary>Each costs a credit of its own, as do those of <see cref="Bcc"/>.</summary>
    public IReadOnlyList<Addressee>? Cc { get; init; }

    public IReadOnlyList<Addressee>? Bcc { get; init; }

    public IReadOnlyList<AttachedFile>? Attachment { get; init; }

    /// <summary>Always a JSON object, or left out: a string in its place is refused.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Params { get; init; }

    /// <summary>The provider reads the idempotency key here, in the body, and not in an HTTP header.</summary>
    public required RequestHeaders Headers { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }
}
