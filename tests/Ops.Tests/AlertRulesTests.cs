using System.Text.RegularExpressions;

namespace MailDispatcher.Ops.Tests;

/// <summary>
/// The alert rules by themselves: sound, silent on calm days, loud in each incident, and each with its way out.
/// </summary>
public sealed partial class AlertRulesTests
{
    private static readonly string Runbook = File.ReadAllText(Tool.InRepository("docs", "runbook.md"));

    public static TheoryData<string> AlertNames => [.. AlertRule.Alerts.Select(rule => rule.Alert!)];

    [Fact]
    public async Task Configuration_CheckedByPromtool_IsSound()
    {
        var output = await Tool.AssertSucceedsAsync("promtool", ["check", "config", "prometheus.yml"]);
        Assert.Contains("1 rule files found", output, StringComparison.Ordinal);
        await Tool.AssertSucceedsAsync("promtool", ["check", "rules", "--lint=all", "--lint-fatal", "ops/alerts.yml"]);
    }

    [Fact]
    public async Task Rules_OverACalmWeekAndEachIncident_FireWhenTheyShouldAndAlone() =>
        await Tool.AssertSucceedsAsync("promtool", ["test", "rules", "ops/alerts.test.yml"]);

    [Fact]
    public async Task Rules_ThatMustNotWait_FireWithinTwoMinutes() =>
        await Tool.AssertSucceedsAsync("promtool", ["test", "rules", "ops/alerts.minutes.test.yml"]);

    [Fact]
    public void Incidents_OfTheRuleTests_CoverEveryAlert()
    {
        var tests =
            File.ReadAllText(Tool.InRepository("ops", "alerts.test.yml"))
            + File.ReadAllText(Tool.InRepository("ops", "alerts.minutes.test.yml"));
        Assert.All(
            AlertRule.Alerts,
            rule => Assert.Contains($"alertname=\"{rule.Alert}\"", tests, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Alert_ForAPerson_SaysWhatToDoAndHowBadItIs(string name)
    {
        var rule = AlertRule.Alerts.Single(rule => rule.Alert == name);
        Assert.Equal(["description", "runbook_url", "summary"], rule.Annotations.Keys.Order());
        Assert.True(rule.Annotations["description"].Length > 60, "a description says what it means and what to do");
        Assert.Matches(name == "Watchdog" ? "^none$" : "^(page|ticket)$", rule.Labels["severity"]);
        Assert.Matches("^(mail-dispatcher|rabbitmq|monitoring)$", rule.Labels["service"]);
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Runbook_ForEachAlert_HasASectionWithFiveAnswers(string name)
    {
        var rule = AlertRule.Alerts.Single(rule => rule.Alert == name);
        Assert.Equal(
            $"{{{{ $externalLabels.runbooks }}}}docs/runbook.md#{name.ToLowerInvariant()}",
            rule.Annotations["runbook_url"]
        );
        var section = Section().Matches(Runbook).SingleOrDefault(match => match.Groups["title"].Value == name);
        Assert.True(section is not null, $"docs/runbook.md has no section '{name}'");
        Assert.Equal(
            ["Means", "At risk", "Look", "Do", "Over"],
            Answer().Matches(section.Value).Select(match => match.Groups[1].Value)
        );
    }

    [Fact]
    public void Runbook_HasNoSectionOfAnAlertThatIsGone() =>
        Assert.Equal(
            AlertRule.Alerts.Select(rule => rule.Alert).Order(StringComparer.Ordinal),
            Section().Matches(Runbook).Select(match => match.Groups["title"].Value).Order(StringComparer.Ordinal)
        );

    [GeneratedRegex(@"^## (?<title>.+)\n(?:(?!## ).*\n?)*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^- \*\*([^:]+):\*\*", RegexOptions.Multiline)]
    private static partial Regex Answer();
}
