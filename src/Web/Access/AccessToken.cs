namespace MailDispatcher.Web.Access;

/// <summary>A secret that lets its holder in.</summary>
/// <param name="Name">Whose it is, for log and journal; null where many share it and say their names
/// themselves.</param>
public sealed record AccessToken(string? Name, AccessRole Role, string Secret)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Role} token{(Name is null ? "" : $" of {Name}")}";
}
