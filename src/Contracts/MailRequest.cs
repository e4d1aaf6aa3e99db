using System.Globalization;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// What a host app publishes: who gets which template, filled with what, and until when it is worth anything.
/// <see cref="MailRequestCodec"/> reads and writes it; <see cref="MailRequestRules"/> says what a valid one is.
/// </summary>
public sealed record MailRequest
{
    /// <summary>
    /// The mail id: the same id is sent once, however often it is published. Null lets the publisher give one.
    /// </summary>
    public Guid? Id { get; init; }

    /// <summary>
    /// One of <see cref="MailTemplate"/>, or any other positive number together with <see cref="Params"/>.
    /// </summary>
    public int Template { get; init; }

    public required Recipient Recipient { get; init; }

    /// <summary>Required by the five mentoring templates.</summary>
    public MentoringParams? Mentoring { get; init; }

    /// <summary>When the mail becomes worthless. Null means the start of the mentoring.</summary>
    public DateTimeOffset? ExplicitDeadline { get; init; }

    /// <summary>
    /// The deadline of a request that gives none, by its template's rule
    /// (<see cref="MailRequestCodecOptions.Deadlines"/>). The reader sets it; it is never written.
    /// </summary>
    public DateTimeOffset? DefaultDeadline { get; init; }

    /// <summary>Before this the mail is not sent; must be before the deadline. Null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// What the mail is about, say <c>mentoring-42</c> (at most 200 characters): of several waiting mails of one topic
    /// to one recipient only the newest is sent.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>Orders the mails of one topic, higher is newer. Null leaves it to <see cref="PublishedAt"/>.</summary>
    public long? Version { get; init; }

    /// <summary>
    /// When the app decided on the mail, to 100 ns. Orders the mails of one topic that have no version; the AMQP
    /// timestamp, of whole seconds, stands in where it is missing. The publisher sets it.
    /// </summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>True for a request that sends nothing and withdraws what waits: see <see cref="Scope"/>.</summary>
    public bool Cancel { get; init; }

    /// <summary>
    /// Free parameters, a JSON object of at most <see cref="MailRequestRules.MaxParamsBytes"/> bytes.
    /// </summary>
    public JsonElement? Params { get; init; }

    /// <summary>The host app's name, one word: outcomes are told under it.</summary>
    public string? App { get; init; }

    /// <summary>The app's own key for what the mail is about, say <c>order-77</c>; told with every outcome.</summary>
    public string? Ref { get; init; }

    /// <summary>
    /// Any JSON of at most <see cref="MailRequestRules.MaxDataBytes"/> bytes; told with every outcome, as it is.
    /// </summary>
    public JsonElement? Data { get; init; }

    /// <summary>Whom an answer goes to. Null: as the template says.</summary>
    public Recipient? ReplyTo { get; init; }

    /// <summary>From whom the mail comes; the provider must know the address. Null: as the template says.</summary>
    public Recipient? Sender { get; init; }

    /// <summary>Further recipients whom all see; each costs a credit of its own. Null for none.</summary>
    public IReadOnlyList<Recipient>? Cc { get; init; }

    /// <summary>Further recipients whom nobody sees; each costs a credit of its own. Null for none.</summary>
    public IReadOnlyList<Recipient>? Bcc { get; init; }

    /// <summary>Files that the provider fetches. Null for none.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>
    /// True: a field that the reader does not know makes the request unreadable, instead of being named.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>One mail, or what a cancel request withdraws.</summary>
    public RequestScope Scope =>
        !Cancel ? RequestScope.Mail
        : Topic is null ? RequestScope.Person
        : RequestScope.Topic;

    /// <summary>How many credits the mail costs: one for each recipient, 0 for a cancel request.</summary>
    public int Credits => Cancel ? 0 : 1 + (Cc?.Count ?? 0) + (Bcc?.Count ?? 0);

    /// <summary>
    /// False: the request gives no deadline, and only the dispatcher may know one, by the template's rule
    /// (<c>Dispatch__Deadlines__N</c>). Without one there it is parked.
    /// </summary>
    public bool HasDeadline => KnownDeadline is not null;

    /// <summary>The instant after which the mail is worthless and is never sent.</summary>
    /// <exception cref="InvalidOperationException">There is none: see <see cref="HasDeadline"/>.</exception>
    public DateTimeOffset Deadline =>
        KnownDeadline
        ?? throw new InvalidOperationException("A mail request needs a deadline or mail_params.mentoring_datetime.");

    private DateTimeOffset? KnownDeadline => ExplicitDeadline ?? Mentoring?.MentoringStart ?? DefaultDeadline;

    /// <summary>For logs: id, kind, template and deadline, and nothing of a person. Never throws.</summary>
    public override string ToString()
    {
        var id = Id?.ToString() ?? "without an id";
        if (Cancel)
            return $"MailRequest {id}: cancel";
        var deadline = KnownDeadline?.ToString("u", CultureInfo.InvariantCulture) ?? "none";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"MailRequest {id}: template {Template}, deadline {deadline}"
        );
    }
}
