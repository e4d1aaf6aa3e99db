namespace MailDispatcher.Engine;

/// <summary>
/// How long ticks leave a provider alone that failed. They come every moment: without this, one whose key is refused
/// would be called with it all day.
/// </summary>
internal sealed class ProviderBackoff(TimeProvider time, Random random)
{
    /// <summary>1, 2, then 4 minutes: urgent mail must not wait for an hour after the provider is back.</summary>
    private const int MostSteps = 3;

    private int _steps;
    private DateTimeOffset _until;

    public bool IsOn => time.GetUtcNow() < _until;

    /// <summary>Until when; null while the provider is not left alone.</summary>
    public DateTimeOffset? Until => IsOn ? _until : null;

    /// <summary>The provider failed, or did not tell the credits.</summary>
    /// <param name="until">When it makes sense to go on; null to leave it to the steps.</param>
    public void Begin(DateTimeOffset? until)
    {
        _steps = Math.Min(_steps + 1, MostSteps);
        _until = until ?? RetryTimes.Next(_steps, time.GetUtcNow(), random.NextDouble());
    }

    /// <summary>It answers as it should.</summary>
    public void End() => (_steps, _until) = (0, default);
}
