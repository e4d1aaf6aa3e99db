using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>A readable mail in hand. The loop alone changes it.</summary>
internal sealed class PendingMail(Guid id, Delivery delivery, MailRequest request, DateTimeOffset arrived, double value)
{
    public Guid Id { get; } = id;

    public Delivery Delivery { get; set; } = delivery;

    public MailRequest Request { get; } = request;

    /// <summary>When it was published, as far as anyone knows; else when it was first seen.</summary>
    public DateTimeOffset Arrived { get; } = arrived;

    /// <summary>A cancel request has none of its own and never expires.</summary>
    public DateTimeOffset Deadline { get; } = request.Cancel ? DateTimeOffset.MaxValue : request.Deadline;

    /// <summary>The recipient's key, where a topic or coalescing makes it needed; computed once.</summary>
    public string? RecipientKey { get; init; }

    /// <summary>
    /// The same for mails that one mail could stand for: to the same person, from the same sender, answered to the same
    /// person. Null for one with files, which another mail would not bear, and where no rule needs it.
    /// </summary>
    public string? CoalesceKey =>
        Request.Attachments is { Count: > 0 } ? null
        : Request is { Sender: null, ReplyTo: null } ? RecipientKey
        : field ??= $"{RecipientKey} {HashOf(Request.Sender)} {HashOf(Request.ReplyTo)}";

    /// <summary>
    /// The recipient's keyed hash as the journal keeps it; null without a key, and for a cancel request.
    /// </summary>
    public string? Person { get; init; }

    /// <summary>The keyed hashes of its address; empty for a mail that is tried at any address.</summary>
    public IReadOnlyList<string> AddressKeys { get; init; } = [];

    /// <summary>
    /// The keyed hashes of its person, the one to write down first; empty where no ceiling counts it.
    /// </summary>
    public IReadOnlyList<string> PersonKeys { get; init; } = [];

    /// <summary>What the request says, as a number: a copy says the same.</summary>
    public required long Content { get; init; }

    /// <summary>The queue's own order, for a request without a time of publishing; else null.</summary>
    public SeenOrder? Seen { get; init; }

    /// <summary>What its outcomes tell the app again; null for nothing.</summary>
    public RequestOrigin? Origin { get; init; }

    public PendingMailState State { get; set; }

    /// <summary>The journal knows that it was asked for.</summary>
    public bool IsJournalled { get; set; }

    /// <summary>
    /// What the policy sees; another object after each change of <see cref="WaitingMail.NotBefore"/>.
    /// </summary>
    public WaitingMail Waiting { get; set; } =
        new(id, arrived, request.Cancel ? DateTimeOffset.MaxValue : request.Deadline, request.Template, value)
        {
            Credits = request.Credits,
        };

    /// <summary>When the broker pushed it, in ticks of the stopwatch: it may not hold it for ever.</summary>
    public long HeldSince { get; set; }

    /// <summary>The present attempt as a span; null while nobody listens.</summary>
    public Activity? Attempt { get; set; }

    /// <summary>When the present attempt began, in ticks of the stopwatch.</summary>
    public long AttemptBegan { get; set; }

    // Others may see the key, and no address.
    private static string HashOf(Recipient? person) =>
        person is null
            ? "-"
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{person.Email} {person.Name}")));
}
