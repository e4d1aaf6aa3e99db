using System.Text.Json;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.TestKit;

namespace MailDispatcher.Deploy.Tests.Dokku;

/// <summary>What Dokku reads besides the Dockerfile: <c>app.json</c> and <c>Procfile</c>.</summary>
public sealed class AppJsonTests
{
    private static readonly JsonElement App = JsonDocument
        .Parse(
            Repository.Read("dokku/app.json"),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }
        )
        .RootElement;

    private static readonly (string Name, string Command)[] Processes =
    [
        .. Repository.Lines("dokku/Procfile").Select(line => line.Split(": ")).Select(parts => (parts[0], parts[1])),
    ];

    [Fact]
    public void Formation_EachProcess_StandsInTheProcfile() =>
        Assert.Equal(Processes.Select(p => p.Name), App.GetProperty("formation").EnumerateObject().Select(p => p.Name));

    [Fact]
    public void Procfile_NoProcess_IsNamedWeb() =>
        // A process of that name would be put behind the public proxy.
        Assert.DoesNotContain(Processes, process => process.Name == "web");

    [Fact]
    public async Task Commands_EachOfThem_IsOneOfTheProgram()
    {
        var checks = App.GetProperty("healthchecks")
            .GetProperty("worker")
            .EnumerateArray()
            .Select(check => check.GetProperty("command").EnumerateArray().Single().GetString()!);
        foreach (var command in Processes.Select(p => p.Command).Concat(checks))
        {
            await using var help = await ProgramUnderTest.RunAsync("consumer", [command, "--help"]);
            Assert.Contains($"consumer {command}", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Environment_EachName_IsASettingOfTheDaemon() =>
        Assert.All(
            App.GetProperty("env").EnumerateObject(),
            variable => Assert.Contains(variable.Name, KnownSettings.Names)
        );

    [Fact]
    public void StopTimeout_OfTheSetup_IsAboveTheDaemons()
    {
        var seconds = Repository
            .Lines("dokku/setup.sh")
            .Single(line => line.StartsWith("stop_seconds=", StringComparison.Ordinal));
        Assert.True(int.Parse(seconds.Split('=', ' ')[1], null) > DaemonHost.ShutdownTimeout.TotalSeconds, seconds);
    }
}
