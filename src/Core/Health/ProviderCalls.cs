namespace MailDispatcher.Core.Health;

/// <summary>
/// Keeps what the provider's calls came to. Safe for concurrent use: what it gives is a value that never changes. It is
/// not kept over a restart, and then says that nobody has asked yet.
/// </summary>
public sealed class ProviderCalls
{
    private readonly Lock _gate = new();
    private ProviderReading _latest = new();

    public ProviderReading Latest
    {
        get
        {
            lock (_gate)
                return _latest;
        }
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered(DateTimeOffset now)
    {
        lock (_gate)
            _latest = new ProviderReading { AnsweredAt = now };
    }

    /// <summary>It did not answer, or not with anything that helps (500 and above).</summary>
    public void Failed(DateTimeOffset now, string reason)
    {
        lock (_gate)
            _latest = _latest with
            {
                FailingSince = _latest.FailingSince ?? now,
                Failures = _latest.Failures + 1,
                Reason = reason,
            };
    }
}
