using MailDispatcher.Engine;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <inheritdoc cref="KillAtCheckpoint"/>
public sealed class KillAtCheckpointTests(SharedBroker broker) : KillAtCheckpoint(broker)
{
    [Theory]
    [InlineData("Replaying:1")]
    [InlineData("Taken:7")]
    [InlineData("AskedJournalled:1")]
    [InlineData("AttemptJournalled:5")]
    [InlineData("ProviderAnswered:5")]
    [InlineData("OutcomeJournalled:5")]
    [InlineData("Acknowledged:5")]
    [InlineData("ParkingStored:1")]
    [InlineData("ParkingJournalled:1")]
    [InlineData("OutcomeJournalled:3,Replaying:1")]
    public Task Daemon_KilledAtAPointAndStartedAgain_SendsEveryMailOnce(string points) =>
        PlayAsync(points, TimeSpan.Zero, TestContext.Current.CancellationToken);

    [Fact]
    public Task Daemon_KilledWhileTheProviderAnswers_SendsEveryMailOnce() =>
        PlayWhileAnsweringAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

    [Fact]
    public void Checkpoints_EachOne_HasItsScene()
    {
        var played = typeof(KillAtCheckpointTests)
            .GetMethods()
            .SelectMany(m =>
                m.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>()
            )
            .SelectMany(data => ((string)data.Data[0]!).Split(','))
            .Select(point => point.Split(':')[0]);
        // What a person asks for has scenes of its own: the retry of parked mail (CopiesTests), to be forgotten
        // (ForgetTests).
        string[] elsewhere =
        [
            nameof(Checkpoint.RetryPublished),
            nameof(Checkpoint.DiscardJournalled),
            nameof(Checkpoint.WithdrawalJournalled),
        ];
        Assert.Equal(Enum.GetNames<Checkpoint>().Except(elsewhere).Order(), played.Distinct().Order());
    }
}
