using MailDispatcher.Consumer.Settings;
using MailDispatcher.Settings;
using MailDispatcher.TestKit;

namespace MailDispatcher.Deploy.Tests.Settings;

/// <summary><c>consumer settings</c>, and what the daemon says at start of settings that it can't use.</summary>
public sealed class SettingsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mail-settings-").FullName;

    [Fact]
    public async Task Page_MadeByTheCommand_IsUpToDate()
    {
        await using var command = await ProgramUnderTest.RunAsync("consumer", ["settings", "--markdown"]);
        Assert.True(
            command.Output.Trim() == Repository.Read("docs/settings.md").Trim(),
            "docs/settings.md is not what the program reads; make it anew: artifacts/bin/Consumer/debug/consumer settings --markdown > docs/settings.md"
        );
    }

    [Fact]
    public void EachSetting_HasAMeaningAndARange()
    {
        var settings = DaemonSettings.Describe();
        Assert.All(
            settings,
            setting => Assert.True(setting.About.Length > 15 && setting.Allowed.Length > 0, setting.Name)
        );
        Assert.Equal(settings.Count, settings.Select(setting => setting.Name).Distinct().Count());
    }

    [Fact]
    public void SettingNames_HoldEachThatTheDaemonReads() =>
        Assert.Empty(DaemonSettings.Describe().Select(setting => setting.Name).Except(SettingNames.All));

    [Theory]
    [InlineData("run")]
    [InlineData("settings")]
    public async Task Program_WithManyWrongSettings_NamesAllInOneMessage(string verb)
    {
        await using var command = await ProgramUnderTest.RunAsync(
            "consumer",
            [verb],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = "http://broker",
                ["SENDINBLUE_URL"] = "ftp://provider",
                ["SENDINBLUE_MAILS_PER_HOUR"] = "dozen",
                ["Dispatch__TimeZone"] = "America/Nowhere",
                ["Provider__Timeout"] = "1000",
                ["Queue__Name"] = "amq.direct",
                ["Queue__Lock"] = "mail-parked",
                ["Log__Level"] = "loud",
                ["Schedule__Hourly"] = "hourly",
                ["Ops__Listen"] = "here",
            }
        );
        Assert.Equal(2, await command.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        string[] wrong =
        [
            "QUEUE_SERVICE_URL:",
            "SENDINBLUE_URL:",
            "SENDINBLUE_API_KEY:",
            "SENDINBLUE_MAILS_PER_HOUR:",
            "Dispatch__TimeZone:",
            "Provider__Timeout:",
            "Queue__Name:",
            "Queue__Name, Queue__Parked, Queue__Lock, Journal__Name:",
            "Log__Level:",
            "Schedule__Hourly:",
            "Ops__Listen:",
        ];
        Assert.All(
            wrong,
            name => Assert.Single(command.Lines, line => line.Text.StartsWith($"  - {name}", StringComparison.Ordinal))
        );
        Assert.Equal(wrong.Length, command.Lines.Count(line => line.Text.StartsWith("  - ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Command_WithSecrets_MasksThem()
    {
        await using var command = await RunAsync(
            new()
            {
                ["QUEUE_SERVICE_URL"] = "amqp://user:hidden-1@broker/",
                ["SENDINBLUE_API_KEY"] = "xkeysib-hidden-2",
                ["Dispatch__Policy"] = "deadline",
            }
        );
        Assert.DoesNotContain("hidden", command.Output, StringComparison.Ordinal);
        Assert.Contains("SENDINBLUE_API_KEY=(set)", command.Output, StringComparison.Ordinal);
        Assert.Contains("Dispatch__Policy=deadline", command.Output, StringComparison.Ordinal);
        Assert.Contains("SENDINBLUE_MAILS_PER_HOUR=12", command.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://user@broker/", "secret", 0)]
    [InlineData("amqp://broker/", "secret", 2)]
    [InlineData("amqp://user@broker/", "", 2)]
    [InlineData("amqp://user@broker/", null, 2)]
    public async Task PasswordFile_WhereItCantBeUsed_IsAProblem(string url, string? password, int exitCode)
    {
        var file = Path.Combine(_folder, "password");
        if (password is not null)
            await File.WriteAllTextAsync(file, password, TestContext.Current.CancellationToken);
        await using var command = await RunAsync(
            new()
            {
                ["QUEUE_SERVICE_URL"] = url,
                ["Queue__PasswordFile"] = file,
                ["SENDINBLUE_API_KEY"] = "xkeysib-test",
            }
        );
        Assert.True(
            exitCode == await command.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken),
            command.Output
        );
    }

    [Fact]
    public async Task Credentials_OfTheUnit_HoldKeyAndPassword()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "sendinblue-api-key"),
            "xkeysib-test\n",
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "queue-password"),
            "secret\n",
            TestContext.Current.CancellationToken
        );
        await using var command = await RunAsync(
            new() { ["QUEUE_SERVICE_URL"] = "amqp://user@broker/", ["CREDENTIALS_DIRECTORY"] = _folder }
        );
        Assert.True(
            await command.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0,
            command.Output
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<ProgramUnderTest> RunAsync(Dictionary<string, string?> environment) =>
        ProgramUnderTest.RunAsync("consumer", ["settings"], environment);
}
