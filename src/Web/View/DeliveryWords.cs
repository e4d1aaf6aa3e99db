using MailDispatcher.Core.Provider;

namespace MailDispatcher.Web.View;

/// <summary>What the provider tells of a mail, in words.</summary>
public static class DeliveryWords
{
    /// <summary>What it means for the mail, as a sentence.</summary>
    public static string Sentence(ProviderEventKind kind) =>
        kind switch
        {
            ProviderEventKind.Delivered => "The mailbox's server took it.",
            ProviderEventKind.Deferred => "The mailbox's server put it off; the provider tries again by itself.",
            ProviderEventKind.SoftBounced => "It did not get into the mailbox, for a reason that may pass. It is not "
                + "sent again.",
            ProviderEventKind.HardBounced => "The address can't be reached: it got to nobody.",
            ProviderEventKind.Blocked => "The provider holds the address back and did not try: it got to nobody.",
            ProviderEventKind.Failed => "The provider did not try: it got to nobody.",
            ProviderEventKind.Complained => "It was delivered, and the person called it spam.",
            ProviderEventKind.Unsubscribed => "It was delivered, and the person wants no more of such mail.",
            _ => throw new InvalidOperationException("A report without words."),
        };
}
