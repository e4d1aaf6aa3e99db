using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// What a host app publishes: who gets which template, filled with what, and until when it is worth anything.
/// <see cref="MailRequestCodec"/> reads and writes it; <see cref="MailRequestRules"/> says what a valid one is.
/// </summary>
public sealed record MailRequest
{
    /// <summary>The mail id: the same id is sent once, however often it is published. Null lets the publisher give one.</summary>
    public Guid? Id { get; init; }

    /// <summary>One of <see cref="MailTemplate"/>, or any other positive number together with <see cref="Params"/>.</summary>
    public int Template { get; init; }

    public required Recipient Recipient { get; init; }

    /// <summary>Required by the five mentoring templates.</summary>
    public MentoringParams? Mentoring { get; init; }

    /// <summary>When the mail becomes worthless. Null means the start of the mentoring.</summary>
    public DateTimeOffset? ExplicitDeadline { get; init; }

    /// <summary>
    /// What the mail is about, say <c>mentoring-42</c> (at most 200 characters): of several waiting mails of one topic
    /// to one recipient only the newest is sent.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>Orders the mails of one topic, higher is newer. Null leaves it to the time of publishing.</summary>
    public long? Version { get; init; }

    /// <summary>True for a request that sends nothing and withdraws what waits for its topic and recipient.</summary>
    public bool Cancel { get; init; }

    /// <summary>Free parameters, a JSON object of at most <see cref="MailRequestRules.MaxParamsBytes"/> bytes.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>The instant after which the mail is worthless and is never sent.</summary>
    /// <exception cref="InvalidOperationException">Neither a deadline nor a mentoring is given; <see cref="MailRequestRules"/> refuses that.</exception>
    public DateTimeOffset Deadline => ExplicitDeadline ?? Mentoring?.MentoringStart
        ?? throw new InvalidOperationException("A mail request needs a deadline or mail_params.mentoring_datetime.");
}
