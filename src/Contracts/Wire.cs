namespace MailDispatcher.Contracts;

/// <summary>The names of the fields on the wire, once for reader, writer and schema.</summary>
internal static class Wire
{
    public const string Id = "id";
    public const string MailParams = "mail_params";
    public const string MentorName = "mentor_name";
    public const string MentoringStart = "mentoring_datetime";
    public const string MentoredName = "mentored_name";
    public const string MentorId = "mentor_id";
    public const string MentoredId = "mentored_id";
    public const string Recipient = "recipient";
    public const string Name = "name";
    public const string Email = "email";
    public const string Template = "template";
    public const string Deadline = "deadline";
    public const string NotBefore = "not_before";
    public const string Topic = "topic";
    public const string Version = "version";
    public const string Cancel = "cancel";
    public const string Params = "params";
    public const string PublishedAt = "published_at";
    public const string App = "app";
    public const string Ref = "ref";
    public const string Data = "data";
    public const string ReplyTo = "reply_to";
    public const string Cc = "cc";
    public const string Bcc = "bcc";
    public const string Attachments = "attachments";
    public const string Url = "url";
    public const string Sender = "sender";
    public const string Strict = "strict";
}
