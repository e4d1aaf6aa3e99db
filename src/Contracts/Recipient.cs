namespace MailDispatcher.Contracts;

/// <summary>A person's name and mail address. <see cref="ToString"/> shows neither.</summary>
/// <param name="Name">Display name, or null. Control characters are refused (see
/// <see cref="MailRequestRules"/>).</param>
public sealed record Recipient(string? Name, string Email)
{
    /// <value>
    /// One ASCII address, at most 254 characters (RFC 5321, section 4.5.3.1). Blanks around it are cut and an
    /// accented domain becomes punycode as it is set.
    /// </value>
    public string Email
    {
        get;
        init => field = MailAddress.Normalise(value);
    } = MailAddress.Normalise(Email);

    public override string ToString() => nameof(Recipient);
}
