using System.Globalization;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>
/// An app with its outbox on a real PostgreSQL, <c>consumer relay</c> beside it and the broker, each killed (-9) at
/// random moments: in the end every mentoring that was committed has its mail, sent once, and no other has one.
/// <c>./dev crash outbox</c> kills 200 times.
/// </summary>
public sealed class OutboxKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = Setting("CRASH_KILLS", 6);
    private static readonly int Seed = Setting("CRASH_SEED", 20261121);

    [Fact]
    public async Task AppRelayAndBroker_KilledAtRandom_SendWhatWasCommittedOnceAndNothingElse()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(Seed);
        await using var scene = await OutboxUnderKills.OpenAsync(cancellation);
        using (scene.Write())
        {
            for (var kill = 0; kill < Kills; kill++)
                await scene.KillAsync(kill, random, cancellation);
            await scene.AskedAsync(Kills + 10, cancellation);
        }

        var tally = await scene.CountAsync(cancellation);
        output.WriteLine($"{Kills} kills ({scene.Killed}), seed {Seed}: {tally}");
        Assert.True(tally.Committed > Kills && tally.RolledBack > 0, $"too little was written to prove it: {tally}");
        Assert.True(tally is { Lost: 0, Phantom: 0, Twice: 0 }, $"{tally}");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
