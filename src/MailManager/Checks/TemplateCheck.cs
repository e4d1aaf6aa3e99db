using System.Collections.Frozen;

namespace MailDispatcher.MailManager.Checks;

/// <summary>Whether a template can be filled and sent. Closed; the provider's own number stands in each case.</summary>
public abstract record TemplateCheck
{
    private TemplateCheck(long providerId) => ProviderId = providerId;

    public long ProviderId { get; }

    /// <summary>Active, and in the language that takes parameters.</summary>
    /// <param name="Parameters">
    /// The names that subject and text ask for. One that no mail gives renders as nothing, and the provider says
    /// nothing.
    /// </param>
    public sealed record Ready(long ProviderId, IReadOnlySet<string> Parameters) : TemplateCheck(ProviderId)
    {
        /// <summary>
        /// Those of them that it asks about (<c>{% if %}</c>, <c>{% for %}</c>), and so does without.
        /// </summary>
        public IReadOnlySet<string> Optional { get; init; } = FrozenSet<string>.Empty;
    }

    /// <summary>The account has no such template: each of its mails would be refused.</summary>
    public sealed record Missing(long ProviderId) : TemplateCheck(ProviderId);

    /// <summary>It is there and switched off.</summary>
    public sealed record Inactive(long ProviderId) : TemplateCheck(ProviderId);

    /// <summary>
    /// It is written with <c>%NAME%</c>: the provider would take its mails and drop their parameters.
    /// </summary>
    public sealed record OldLanguage(long ProviderId, IReadOnlySet<string> Names) : TemplateCheck(ProviderId);

    /// <summary>It is one of our own files, and is missing or can't be read.</summary>
    public sealed record Broken(long ProviderId, string Reason) : TemplateCheck(ProviderId);

    /// <summary>The provider could not be asked, or its answer doesn't say.</summary>
    public sealed record Unknown(long ProviderId, string Reason) : TemplateCheck(ProviderId)
    {
        /// <summary>The provider answered, and refused to tell (HTTP 400 to 499).</summary>
        public bool IsRefusal { get; init; }
    }
}
