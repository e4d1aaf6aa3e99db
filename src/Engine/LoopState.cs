using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>What the parts of the loop share. Only the loop's own thread of work touches it.</summary>
internal sealed class LoopState(
    EngineSettings settings,
    Projection projection,
    IDispatchMetrics metrics,
    TimeProvider time,
    Random random,
    ICheckpoints checkpoints
)
{
    public EngineSettings Settings => settings;

    public Projection Projection => projection;

    public IDispatchMetrics Metrics => metrics;

    public TimeProvider Time => time;

    public Random Random => random;

    public ICheckpoints Checkpoints => checkpoints;

    public CreditDay Day { get; } = new(settings.Zone);

    public PendingMails Mails { get; } =
        new(
            new CreditDay(settings.Zone),
            (mail, at) => settings.Quiet.Hold(mail.Request.Template, mail.Deadline, time.GetUtcNow(), at)
        );

    public Turn Turn { get; } = new(projection);

    /// <summary>Attempts with the provider now.</summary>
    public int InFlight { get; set; }

    /// <summary>Something came or changed that a decision has not seen.</summary>
    public bool HasNews { get; set; } = true;

    /// <summary>More stands in the queue than is in hand or known: a run that may choose once waits for it.</summary>
    public bool IsTakingIn { get; set; } = true;

    /// <summary>When the pending queue was last seen empty; null when it was not since the session began.</summary>
    public DateTimeOffset? EmptyAt { get; private set; }

    /// <summary>So many stood in the queue and were not in hand.</summary>
    public void Counted(int ready, DateTimeOffset at)
    {
        IsTakingIn = ready > 0;
        if (ready == 0)
            EmptyAt = at;
    }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// Credits that a new day brings: as the provider has told, no more than the allowance grants; until it has told,
    /// as the settings say.
    /// </summary>
    public int CreditsADay
    {
        get
        {
            if (projection.Days.CreditsADay(Day.Of(Now)) is not { } told)
                return settings.CreditsADay;
            var granted = settings.Allowance?.Windows.OfType<Window.Day>().FirstOrDefault()?.Mails;
            return Math.Min(told, granted ?? told);
        }
    }

    /// <summary>Now, but later than each time that it was told before: the order in which messages came.</summary>
    public DateTimeOffset SeenNow() => _lastSeen = Now > _lastSeen ? Now : _lastSeen.AddTicks(1);

    private DateTimeOffset _lastSeen;

    /// <summary>Settles a mail in hand: notes how, and lets its message leave the queue once that is stored.</summary>
    /// <param name="settlement">What the metrics count; null when it is counted elsewhere.</param>
    public void Settle(PendingMail mail, JournalEvent.OfMail entry, Settlement? settlement)
    {
        Turn.Record(entry);
        // One that was given back is no longer ours to acknowledge: it is dropped when it comes.
        if (mail.State != PendingMailState.Returning)
            Turn.Ack(mail.Delivery);
        Mails.Remove(mail);
        MailSpan.Settled(mail, settlement);
        if (settlement is { } how)
            metrics.Settled(how, UrgencyClasses.Of(mail.Deadline, entry.At));
    }
}
