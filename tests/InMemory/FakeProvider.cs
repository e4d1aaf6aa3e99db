using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.InMemory;

/// <summary>
/// A provider with an idempotency key's memory and an event log. Each answer is drawn: taken, taken without an answer,
/// not taken, refused for the moment.
/// </summary>
internal sealed class FakeProvider(TimeProvider time, Random random) : IMailProvider
{
    private const int KeysKept = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, DateTimeOffset> _keys = [];
    private readonly List<(Guid Mail, DateTimeOffset At)> _taken = [];
    private readonly List<MailRequest> _requests = [];
    private readonly TaskCompletionSource _together = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _ended;

    /// <summary>For how long it knows an idempotency key again.</summary>
    public TimeSpan KeyLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// False for so many mails that they would fill the memory: it keeps the last ones' keys, and counts.
    /// </summary>
    public bool Remembers { get; init; } = true;

    /// <summary>How many mails were taken.</summary>
    public long TakenInAll { get; private set; }

    /// <summary>Null for a plan without a limit.</summary>
    public int? Credits { get; set; }

    /// <summary>The share of calls that end badly, 0 to 1.</summary>
    public double Trouble { get; set; }

    /// <summary>The templates that are switched off.</summary>
    public ISet<int> Inactive { get; } = new HashSet<int>();

    /// <summary>The mails that are refused with words about their template.</summary>
    public ISet<Guid> BadMails { get; } = new HashSet<Guid>();

    /// <summary>The mails whose recipients' servers put them off.</summary>
    public ISet<Guid> Greylisted { get; } = new HashSet<Guid>();

    /// <summary>The mails that are taken, and of which nobody hears so.</summary>
    public ISet<Guid> Unanswered { get; } = new HashSet<Guid>();

    /// <summary>Calls for a template that is switched off.</summary>
    public int CallsForInactive { get; private set; }

    public int MostAtOnce { get; private set; }

    /// <summary>Calls that were answered, or were left without an answer.</summary>
    public int Ended
    {
        get
        {
            lock (_gate)
                return _ended;
        }
    }

    /// <summary>No call is answered before so many run at once; 0 waits for none.</summary>
    public int Together { get; set; }

    /// <summary>Every mail that was taken, each time that it was.</summary>
    public IReadOnlyList<(Guid Mail, DateTimeOffset At)> Taken
    {
        get
        {
            lock (_gate)
                return [.. _taken];
        }
    }

    /// <summary>What was asked of it with each mail that was taken.</summary>
    public IReadOnlyList<MailRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>As if another provider stood in its place: no key and no mail of before is known.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _keys.Clear();
            Unanswered.Clear();
        }
    }

    public ProviderTerms Terms { get; set; } = ProviderTerms.Brevo;

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            if (Together > 0 && _running >= Together)
                _together.TrySetResult();
        }

        if (Together > 0)
            await _together.Task;
        await Task.Yield();
        lock (_gate)
        {
            _running--;
            _ended++;
            var now = time.GetUtcNow();
            var fate = random.NextDouble() < Trouble ? random.Next(4) : -1;
            if (fate == 0)
                return new SendOutcome.NotTaken("503");
            if (Greylisted.Contains(mail.Id))
                return new SendOutcome.NotTaken("greylisted", IsOfRecipient: true);
            if (fate == 1)
                return new SendOutcome.Uncertain("reset before it arrived");
            if (_keys.TryGetValue(mail.IdempotencyKey, out var used) && now - used < KeyLife)
                return new SendOutcome.AlreadyTaken();
            if (Inactive.Contains(mail.Request.Template) || BadMails.Contains(mail.Id))
            {
                CallsForInactive++;
                return new SendOutcome.TemplateFault("invalid_parameter", "Template is not active");
            }

            if (Credits < mail.Request.Credits)
                return new SendOutcome.OutOfCredits("not_enough_credits");
            Credits -= mail.Request.Credits;
            TakenInAll++;
            _keys[mail.IdempotencyKey] = now;
            if (Remembers)
            {
                _requests.Add(mail.Request);
                _taken.Add((mail.Id, now));
            }
            else if (_keys.Count > KeysKept)
            {
                foreach (var key in _keys.Where(key => now - key.Value >= KeyLife).Select(key => key.Key).ToList())
                    _keys.Remove(key);
            }

            return fate == 2 || Unanswered.Contains(mail.Id)
                ? new SendOutcome.Uncertain("no answer")
                : new SendOutcome.Accepted($"<{mail.Id:N}>");
        }
    }

    public async Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_gate)
            return Credits is { } left ? new CreditsReading.Daily(left) : new CreditsReading.Unlimited();
    }

    public async Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_gate)
            return _taken.Exists(t => t.Mail == mailId)
                ? new EventLogAnswer.Found("<log>")
                : new EventLogAnswer.NotFound();
    }
}
