using System.Text;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Dokku;

/// <summary>
/// <c>dokku/setup.sh</c> against a stand-in that knows Dokku's documented commands and refuses all others.
/// </summary>
public sealed class SetupScriptTests : IDisposable
{
    private const string Key = "xkeysib-\"a b$c'";

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-dokku-").FullName;

    public SetupScriptTests() =>
        File.WriteAllText(
            Path.Combine(_folder, "settings"),
            $"# a comment\nSENDINBLUE_API_KEY={Key}\nDispatch__Policy=deadline\n"
        );

    [Fact]
    public async Task Setup_OnANewServer_GivesTheDocumentedCommandsInOrder()
    {
        var setup = await RunAsync("--settings", Path.Combine(_folder, "settings"), "--no-monitoring");

        Assert.Equal(0, setup.ExitCode);
        Assert.Equal(
            [
                "plugin:install https://github.com/dokku/dokku-rabbitmq.git --name rabbitmq",
                "network:create mail-ops",
                "rabbitmq:create rabbitmq --image-version 4.3.5-management --post-create-network mail-ops",
                "apps:create mail",
                "builder:set mail selected dockerfile",
                "builder-dockerfile:set mail dockerfile-path dokku/Dockerfile",
                "git:set mail deploy-branch main",
                "network:set mail attach-post-create mail-ops",
                "network:set mail bind-all-interfaces false",
                "proxy:disable mail",
                "logs:set mail max-size 20m",
                "ps:set mail stop-timeout-seconds 60",
                "app-json:set mail appjson-path dokku/app.json",
                "ps:set mail procfile-path dokku/Procfile",
                "resource:limit --memory 512 --process-type worker mail",
                "storage:create mail-secrets --chown 1654",
                "storage:mount mail mail-secrets --container-dir /run/secrets",
                "rabbitmq:link rabbitmq mail --alias QUEUE_SERVICE --no-restart",
            ],
            Commands().Where(line => !line.StartsWith("config:set", StringComparison.Ordinal))
        );
        Assert.Equal(Key, File.ReadAllText(Secret("mail", "sendinblue-api-key")));
        if (OperatingSystem.IsLinux())
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Secret("mail", "sendinblue-api-key")));
        Assert.Equal("/run/secrets/sendinblue-api-key", File.ReadAllText(State("config-mail-SENDINBLUE_API_KEY_FILE")));
        Assert.DoesNotContain(
            Commands(),
            line => line.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), StringComparison.Ordinal)
        );
        Assert.Equal("deadline", File.ReadAllText(State("config-mail-Dispatch__Policy")));
        Assert.StartsWith(
            "amqp://",
            File.ReadAllText(State("config-mail-QUEUE_SERVICE_URL")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Setup_RunTwice_SucceedsTwiceAndCreatesNothingAgain()
    {
        var first = await RunAsync("--settings", Path.Combine(_folder, "settings"));
        var firstCommands = Commands();
        var grafana = File.ReadAllText(Secret("grafana", "admin-password"));
        var second = await RunAsync();

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        var again = Commands()[firstCommands.Length..];
        Assert.NotEmpty(again);
        string[] creating =
        [
            "plugin:install",
            "network:create",
            "rabbitmq:create",
            "apps:create",
            "rabbitmq:link",
            "config:set",
        ];
        Assert.DoesNotContain(again, line => creating.Contains(line.Split(' ')[0]));
        Assert.Equal(firstCommands.Where(line => !creating.Contains(line.Split(' ')[0])), again);
        Assert.Equal(4, firstCommands.Count(line => line.StartsWith("apps:create", StringComparison.Ordinal)));
        Assert.Equal(grafana, File.ReadAllText(Secret("grafana", "admin-password")));
    }

    [Fact]
    public async Task Setup_DryRun_ShowsThePlanWithoutSecretsAndDoesNothing()
    {
        var setup = await RunAsync("--settings", Path.Combine(_folder, "settings"), "--dry-run");

        Assert.Equal(0, setup.ExitCode);
        Assert.Contains(
            "dokku rabbitmq:link rabbitmq mail --alias QUEUE_SERVICE --no-restart",
            setup.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("mail-secrets/sendinblue-api-key (not shown)", setup.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("xkeysib", setup.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(State("commands")), "a dry run changed something");
    }

    [Fact]
    public async Task Setup_WithoutTheKeyOrATerminal_SaysWhatIsMissingAndDoesNothing()
    {
        var setup = await RunAsync("--no-monitoring");

        Assert.Equal(1, setup.ExitCode);
        Assert.Contains("SENDINBLUE_API_KEY is missing", setup.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(State("commands")), "something was done");
    }

    [Fact]
    public async Task Setup_ChangedKey_SetsThatAlone()
    {
        await RunAsync("--settings", Path.Combine(_folder, "settings"), "--no-monitoring");
        var before = Commands().Length;
        File.WriteAllText(
            Path.Combine(_folder, "settings"),
            "SENDINBLUE_API_KEY=xkeysib-new\nDispatch__Policy=deadline\n"
        );
        await RunAsync("--settings", Path.Combine(_folder, "settings"), "--no-monitoring");

        Assert.DoesNotContain(Commands()[before..], line => line.StartsWith("config:set", StringComparison.Ordinal));
        Assert.Equal("xkeysib-new", File.ReadAllText(Secret("mail", "sendinblue-api-key")));
    }

    [Fact]
    public async Task Setup_OnAnOlderDokku_SaysWhichIsNeededAndDoesNothing()
    {
        var setup = await RunAsync(Repository.At("dokku/setup.sh"), ["--no-monitoring"], ("DOKKU_VERSION", "0.38.12"));

        Assert.Equal(1, setup.ExitCode);
        Assert.Contains(
            "Dokku 0.38.12 is too old; 0.38.13 or newer is needed.",
            setup.Output,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(State("commands")), "something was done");
    }

    [Fact]
    public void Broker_ItsVersion_IsTheOneOfTheComposeFile()
    {
        var image = Yaml.ReadAll("docker-compose.yml").Single()["services.rabbitmq.image"].Text;
        Assert.Contains($"broker_image={image.Split(':', '@')[1]}", Repository.Lines("dokku/setup.sh"));
    }

    [Fact]
    public async Task Standin_UnknownCommandOrRepeatedCreation_IsRefused()
    {
        Assert.NotEqual(0, (await DokkuAsync("tags:deploy", "mail", "latest")).ExitCode);
        Assert.Equal(0, (await DokkuAsync("apps:create", "mail")).ExitCode);
        Assert.NotEqual(0, (await DokkuAsync("apps:create", "mail")).ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string State(string name) => Path.Combine(_folder, "state", name);

    private string Secret(string app, string name) => Path.Combine(_folder, "storage", $"{app}-secrets", name);

    private string[] Commands() => File.ReadAllLines(State("commands"));

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        RunAsync(Repository.At("dokku/setup.sh"), arguments);

    private Task<(int ExitCode, string Output)> DokkuAsync(params string[] arguments) =>
        RunAsync(Repository.At("tests/Deploy.Tests/Data/dokku"), arguments);

    private async Task<(int ExitCode, string Output)> RunAsync(
        string file,
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        var variables = environment.ToDictionary(variable => variable.Name, string? (variable) => variable.Value);
        variables["PATH"] = $"{CreateBin()}:{Environment.GetEnvironmentVariable("PATH")}";
        variables["DOKKU_STATE"] = Path.Combine(_folder, "state");
        variables["DOKKU_STORAGE"] = Path.Combine(_folder, "storage");
        await using var process = ChildProcess.Start("bash", [file, .. arguments], variables, input: "");
        return (await process.WaitForExitAsync(), process.Output);
    }

    private string CreateBin()
    {
        var bin = Path.Combine(_folder, "bin");
        var dokku = Path.Combine(Directory.CreateDirectory(bin).FullName, "dokku");
        if (!File.Exists(dokku))
            File.CreateSymbolicLink(dokku, Repository.At("tests/Deploy.Tests/Data/dokku"));
        return bin;
    }
}
