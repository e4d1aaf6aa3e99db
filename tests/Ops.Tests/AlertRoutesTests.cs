namespace MailDispatcher.Ops.Tests;

/// <summary>Where Alertmanager sends what.</summary>
public sealed class AlertRoutesTests
{
    private const string Configuration = "ops/alertmanager/alertmanager.yml";

    public static TheoryData<string, string> Routes =>
        [
            .. AlertRule.Alerts.Select(rule => new TheoryDataRow<string, string>(
                rule.Alert!,
                rule.Alert == "Watchdog" ? "heartbeat" : rule.Labels["severity"]
            )),
        ];

    [Fact]
    public async Task Configuration_CheckedByAmtool_IsSound() =>
        await Tool.AssertSucceedsAsync("amtool", ["check-config", Configuration]);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Alert_BySeverity_ReachesItsReceiver(string name, string receiver)
    {
        var labels = AlertRule
            .Alerts.Single(rule => rule.Alert == name)
            .Labels.Select(label => $"{label.Key}={label.Value}");
        await Tool.AssertSucceedsAsync(
            "amtool",
            [
                "config",
                "routes",
                "test",
                $"--config.file={Configuration}",
                $"--verify.receivers={receiver}",
                $"alertname={name}",
                .. labels,
            ]
        );
    }

    [Fact]
    public void Secrets_AreFilesAndNeverText()
    {
        var lines = File.ReadAllLines(Tool.InRepository(Configuration.Split('/')));
        Assert.Contains(
            lines,
            line => line.Contains("credentials_file: /etc/alertmanager/secrets/", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            line => line.Contains("smtp_auth_password_file: /etc/alertmanager/secrets/", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            lines,
            line =>
                line.TrimStart().StartsWith("smtp_auth_password:", StringComparison.Ordinal)
                || line.TrimStart().StartsWith("credentials:", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void InhibitionRules_NameOnlyAlertsThatExist()
    {
        var words = File.ReadAllText(Tool.InRepository(Configuration.Split('/')))
            .Split("inhibit_rules:")[1]
            .Split([' ', '"', '|', '\'', ']', ',', '\n']);
        var named = words
            .Where(word => word.Length > 0 && char.IsUpper(word[0]) && word.All(char.IsLetter) && word.Length > 5)
            .Distinct()
            .ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, AlertRule.Alerts.Select(rule => rule.Alert)));
    }
}
