namespace MailDispatcher.MailManager.Events;

/// <summary>An address that the provider posts events to.</summary>
public sealed record Webhook(long Id, string Url, IReadOnlyList<string> Events)
{
    /// <summary>The events of a webhook of ours that this one is not subscribed to.</summary>
    public IReadOnlyList<string> Missing =>
        [
            .. EventVocabulary.Subscription.Where(name =>
                !Events.Any(e => EventVocabulary.Parse(e) is { } kind && kind == EventVocabulary.Parse(name))
            ),
        ];
}
