using System.Globalization;
using MailDispatcher.Sandbox.Contacts;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Senders;

namespace MailDispatcher.Sandbox.Mails;

/// <summary>
/// Takes the mails of a valid request, all or none: idempotency key, credits and log change together, so that a refused
/// call uses up neither key nor credit. Thread-safe.
/// </summary>
internal sealed class MailIntake(
    CreditAccount credits,
    OverLimit overLimit,
    BlockedContacts blocked,
    IReadOnlyList<OutcomeRule> outcomes,
    SenderStore senders,
    BoundedLog<AcceptedMail> log,
    TimeSpan keyLife,
    TimeProvider time,
    Action<AcceptedMail> onTaken
)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<(string Key, DateTimeOffset Ends)> _ends = new();

    // Two sandboxes, or two lives of one, shall not give the same message id.
    private readonly long _firstId =
        10_000_000_000 + time.GetUtcNow().Ticks / TimeSpan.TicksPerMillisecond % 80_000_000_000;

    private long _unused;

    public IntakeOutcome Take(IReadOnlyList<MailDraft> drafts)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            ForgetKeys(now);
            var key = drafts[0].IdempotencyKey;
            if (key is not null && _keys.ContainsKey(key))
                return new IntakeOutcome.KeyInUse();
            var paid = credits.TryTake(drafts.Sum(d => d.Recipients.Count()));
            if (!paid && overLimit == OverLimit.Refuse)
                return new IntakeOutcome.NotEnoughCredits();
            if (key is not null)
            {
                _keys[key] = now + keyLife;
                _ends.Enqueue((key, now + keyLife));
            }

            IReadOnlyList<AcceptedMail> taken =
            [
                .. drafts.Select(draft =>
                    log.Add(number => new AcceptedMail
                    {
                        Number = number,
                        At = now,
                        MessageId = MessageId(number, now),
                        Draft = draft,
                        Deliveries =
                        [
                            .. draft.Recipients.Select(to => new Delivery(
                                to,
                                paid ? Meet(draft, to) : DeliveryOutcome.Held
                            )),
                        ],
                    })
                ),
            ];
            foreach (var mail in taken)
                onTaken(mail);
            return new IntakeOutcome.Taken(taken);
        }
    }

    /// <summary>An id for a mail that is only pretended to be taken.</summary>
    public string UnusedMessageId() => MessageId(Interlocked.Decrement(ref _unused), time.GetUtcNow());

    private DeliveryOutcome Meet(MailDraft draft, Mailbox recipient)
    {
        var outcome = OutcomeOf(draft, recipient);
        var requested = draft.ScheduledAt ?? time.GetUtcNow();
        // From when the event shows: mail that is taken before meets the same outcome.
        if (outcome == DeliveryOutcome.HardBounced)
            blocked.Block(recipient.Email, "hardBounce", requested + EventLog.Transit);
        else if (outcome == DeliveryOutcome.Complained)
            blocked.Block(recipient.Email, "contactFlaggedAsSpam", requested + 2 * EventLog.Transit);
        return outcome;
    }

    private DeliveryOutcome OutcomeOf(MailDraft draft, Mailbox recipient) =>
        !senders.MaySend(draft.From.Email) ? DeliveryOutcome.SenderRefused
        : blocked.Contains(recipient.Email) ? DeliveryOutcome.Blocked
        : outcomes.FirstOrDefault(rule => rule.Matches(recipient.Email))?.Outcome ?? DeliveryOutcome.Delivered;

    private string MessageId(long number, DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<{now.UtcDateTime:yyyyMMddHHmm}.{_firstId + number}@smtp-relay.mailin.fr>"
        );

    private void ForgetKeys(DateTimeOffset now)
    {
        while (_ends.TryPeek(out var oldest) && oldest.Ends <= now)
        {
            _ends.Dequeue();
            _keys.Remove(oldest.Key);
        }
    }
}
