using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <inheritdoc cref="KillAtCheckpoint"/>
public sealed class KillAtCheckpointLateTests(SharedBroker broker) : KillAtCheckpoint(broker)
{
    /// <summary>Longer than an idempotency key is relied on, and than the event log may lag.</summary>
    private static readonly TimeSpan Down = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData("AttemptJournalled:5")]
    [InlineData("ProviderAnswered:5")]
    [InlineData("OutcomeJournalled:5")]
    public Task Daemon_KilledAtAPointAndStartedLater_SendsEveryMailOnce(string points) =>
        PlayAsync(points, Down, TestContext.Current.CancellationToken);

    [Fact]
    public Task Daemon_KilledWhileTheProviderAnswersAndStartedLater_SendsEveryMailOnce() =>
        PlayWhileAnsweringAsync(Down, TestContext.Current.CancellationToken);
}
