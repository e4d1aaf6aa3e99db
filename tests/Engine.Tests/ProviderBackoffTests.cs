using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Engine.Tests;

/// <summary>How long a provider that failed is left alone.</summary>
public sealed class ProviderBackoffTests
{
    private readonly FakeTimeProvider _time = new(EngineUnderTest.Start);
    private readonly ProviderBackoff _backoff;

    public ProviderBackoffTests() => _backoff = new ProviderBackoff(_time, new Random(1));

    [Fact]
    public void Provider_ThatNeverFailed_IsNotLeftAlone() =>
        Assert.Equal((false, null), (_backoff.IsOn, _backoff.Until));

    [Fact]
    public void Failures_InARow_TakeLongerAndLonger_ButMinutesAtMost()
    {
        var spans = new List<TimeSpan>();
        for (var n = 0; n < 6; n++)
        {
            _backoff.Begin(until: null);
            Assert.True(_backoff.IsOn);
            spans.Add(_backoff.Until!.Value - _time.GetUtcNow());
        }

        Assert.True(spans[0] < spans[1] && spans[1] < spans[2], string.Join(' ', spans));
        Assert.All(spans, span => Assert.InRange(span, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));
        _backoff.End();
        Assert.False(_backoff.IsOn);
        _backoff.Begin(until: null);
        Assert.True(_backoff.Until < _time.GetUtcNow() + spans[1]);
    }

    [Fact]
    public void Time_ThatTheProviderNames_IsTheTime()
    {
        var until = _time.GetUtcNow().AddHours(1);
        _backoff.Begin(until);
        Assert.Equal(until, _backoff.Until);
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.True(_backoff.IsOn);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((false, null), (_backoff.IsOn, _backoff.Until));
    }
}
