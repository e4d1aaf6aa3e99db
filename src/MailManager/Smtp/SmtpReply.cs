namespace MailDispatcher.MailManager.Smtp;

/// <summary>What the relay answered to one command.</summary>
/// <param name="To">The command, as MAIL; CONNECT for its greeting, CONTENT for the end of the mail.</param>
internal sealed record SmtpReply(string To, int Code, string Text)
{
    public const string Connect = "CONNECT";
    public const string Content = "CONTENT";

    public bool IsLater => Code is >= 400 and < 500;

    public bool IsNo => Code is >= 500 and < 600;
}
