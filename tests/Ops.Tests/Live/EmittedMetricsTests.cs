using MailDispatcher.TestKit;

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>What rules and dashboard ask for is what dispatcher, broker and Prometheus really say, label values included.</summary>
public sealed class EmittedMetricsTests(MonitoredDispatcher running)
{
    public static TheoryData<string> Selectors =>
    [
        .. AlertRule.All.Select(rule => rule.Expr).Concat(Dashboard.Queries.Select(query => PromQl.WithVariables(query.Expr)))
            .SelectMany(PromQl.Selectors).Distinct().Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Selectors))]
    public Task Selector_OfRulesAndDashboard_FindsSeries(string selector) => Eventually.TrueAsync(
        () => running.Prometheus.KnowsAsync(selector, TestContext.Current.CancellationToken), $"Prometheus knows {selector}",
        cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public async Task Exposition_CheckedByPromtool_IsClean()
    {
        var output = await Tool.AssertSucceedsAsync("promtool", ["check", "metrics"], await running.Daemon.MetricsAsync(TestContext.Current.CancellationToken));
        Assert.Empty(output);
    }

    [Fact]
    public async Task RuleTests_NameOnlySeriesThatExist()
    {
        var inputs = File.ReadLines(Tool.InRepository("ops", "alerts.test.yml")).Where(line => line.Contains("- series: '", StringComparison.Ordinal))
            .Select(line => PromQl.NameOf(line.Split('\'')[1])).Distinct();
        foreach (var name in inputs)
            Assert.True(await running.Prometheus.KnowsAsync(name, TestContext.Current.CancellationToken), $"nobody emits {name}");
    }

    [Fact]
    public async Task Exposition_HoldsNoAddressAndNoName()
    {
        var text = await running.Daemon.MetricsAsync(TestContext.Current.CancellationToken);
        Assert.Contains("maildispatcher_settled_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Moreira", text, StringComparison.Ordinal);
    }
}
