using System.Net;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.Senders;
using MailDispatcher.Sandbox.Webhooks;

namespace MailDispatcher.Sandbox.State;

/// <summary>
/// What a sandbox starts with. Every default is what a free account at Brevo has, as far as that is known.
/// </summary>
public sealed record SandboxOptions
{
    /// <summary>The port of the program when none is set.</summary>
    public const int DefaultPort = 8025;

    /// <value>0 (default) takes a free port; the server's <see cref="SandboxServer.Url"/> tells which.</value>
    public int Port { get; init; }

    /// <value>Default 127.0.0.1: the sandbox shows addresses and asks nobody who they are.</value>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <value>Default free.</value>
    public Plan Plan { get; init; } = Plan.Free;

    /// <value>Mails a day on the free plan, the balance on a paid one; default 300, Brevo's free plan.</value>
    public int Credits { get; init; } = 300;

    /// <value>
    /// The free plan's credits come back at 00:00 in this zone. Brevo publishes neither hour nor zone; the default is
    /// the dispatcher's own.
    /// </value>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById(CalendarZone.DefaultName);

    /// <value>How long an idempotency key is remembered; default 30 minutes, as Brevo documents since 2022.</value>
    public TimeSpan IdempotencyKeyLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <value>
    /// Multiplies Brevo's limits of calls per hour and second; 1 (default) is Brevo's general tier, 0 switches them
    /// off.
    /// </value>
    public double RateLimitScale { get; init; } = 1;

    /// <value>How long an event takes to show in the event log; default none. Brevo publishes no figure.</value>
    public TimeSpan EventLag { get; init; }

    /// <value>Numbers of further templates to have, beside the five; each is active.</value>
    public IReadOnlyList<long> ExtraTemplates { get; init; } = [];

    /// <value>Numbers of templates that are not active.</value>
    public IReadOnlyList<long> InactiveTemplates { get; init; } = [];

    /// <value>The account's senders; the first one is the templates' own.</value>
    public IReadOnlyList<Sender> Senders { get; init; } = [new(1, "Mentoria", "mentoria@example.com", Active: true)];

    /// <value>Domains from which any address may send; default example.com.</value>
    public IReadOnlyList<string> AuthenticatedDomains { get; init; } = ["example.com"];

    /// <value>
    /// Addresses to which mail is accepted and then silently dropped, as Brevo does with blocked contacts.
    /// </value>
    public IReadOnlyList<string> BlockedContacts { get; init; } = [];

    /// <value>What comes of mail to some addresses; the first that fits holds. Default: all is delivered.</value>
    public IReadOnlyList<OutcomeRule> Outcomes { get; init; } = [];

    /// <value>How badly events are posted to webhooks; default: at once, once and in order.</value>
    public WebhookFaults WebhookFaults { get; init; } = new();

    /// <value>
    /// What a mail beyond the credits meets; default a refusal. Brevo documents both: 402 in its API, and a queue for
    /// the free plan, from which mails are lost after 36 hours.
    /// </value>
    public OverLimit OverLimit { get; init; } = OverLimit.Refuse;

    /// <value>Mails and calls kept; the oldest are forgotten beyond it. Default 200,000.</value>
    public int MaxKept { get; init; } = 200_000;

    /// <value>Bytes of request bodies kept; the oldest mails are forgotten beyond it. Default 256 MiB.</value>
    public long MaxKeptBytes { get; init; } = 256L << 20;
}
