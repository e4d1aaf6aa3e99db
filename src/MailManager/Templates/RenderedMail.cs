namespace MailDispatcher.MailManager.Templates;

/// <summary>A template filled with one mail's parameters.</summary>
/// <param name="Html">Null where the template has no HTML.</param>
internal sealed record RenderedMail(string Subject, string Text, string? Html)
{
    public override string ToString() => nameof(RenderedMail);
}
