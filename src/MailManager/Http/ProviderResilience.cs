using MailDispatcher.MailManager.Settings;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Http;

/// <summary>
/// How each kind of call is guarded. One for the whole program: the breakers live here. Sends and readings have one
/// each, so that a broken event log stops no mail.
/// </summary>
internal sealed class ProviderResilience(BrevoOptions options, TimeProvider time, ILogger<ProviderResilience> logger)
{
    /// <summary>Repeats only what certainly did not leave.</summary>
    public CallResilience Sends { get; } =
        new("mails", options.Timeout, TimeSpan.FromMilliseconds(200), IsUnsent, time, logger);

    /// <summary>A reading changes nothing, so any failure that may pass is repeated; never a 429.</summary>
    public CallResilience Readings { get; } =
        new("readings", options.Timeout, TimeSpan.FromMilliseconds(500), MayPass, time, logger);

    private static bool IsUnsent(Exchange exchange) => exchange is Exchange.NotSent { WorthRetrying: true };

    private static bool MayPass(Exchange exchange) =>
        IsUnsent(exchange)
        || exchange is Exchange.Lost { WorthRetrying: true } or Exchange.Answered { Answer.Status: >= 500 };
}
