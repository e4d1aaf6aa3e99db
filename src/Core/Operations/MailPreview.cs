namespace MailDispatcher.Core.Operations;

/// <summary>
/// A waiting mail as the provider will get it, for an operator's eyes alone: it holds names and addresses.
/// </summary>
/// <param name="Request">What will be handed over, in the provider's own form.</param>
/// <param name="Subject">The template's, filled; null when it can't be told.</param>
/// <param name="Content">
/// The template's HTML, or its text where it has none, filled; null when it can't be told.
/// </param>
/// <param name="Problem">Why the template can't be shown; null when it is.</param>
public sealed record MailPreview(Guid Mail, string Request, string? Subject, string? Content, string? Problem)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => $"{nameof(MailPreview)} {Mail}";
}
