using System.Text;
using MailDispatcher.Consumer.Relay;
using MailDispatcher.TestKit;

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>
/// What rules and dashboard ask for is what dispatcher, broker and Prometheus really say, label values included.
/// </summary>
public sealed class EmittedMetricsTests(MonitoredDispatcher running)
{
    public static TheoryData<string> Selectors =>
        [
            .. AlertRule
                .All.Select(rule => rule.Expr)
                .Concat(Dashboard.Queries.Select(query => PromQl.WithVariables(query.Expr)))
                .SelectMany(PromQl.Selectors)
                .Where(selector => !IsOfRelay(selector))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Selectors))]
    public Task Selector_OfRulesAndDashboard_FindsSeries(string selector) =>
        Eventually.TrueAsync(
            () => running.Prometheus.KnowsAsync(selector, TestContext.Current.CancellationToken),
            $"Prometheus knows {selector}",
            cancellationToken: TestContext.Current.CancellationToken
        );

    // A relay is a process beside an app, not part of what runs here.
    private static bool IsOfRelay(string selector) =>
        selector.StartsWith("maildispatcher_outbox_", StringComparison.Ordinal);

    [Fact]
    public async Task Selectors_OfTheRelay_AreWhatItTells()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        _ = new RelayMetrics(registry);
        using var stream = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var told = Encoding.UTF8.GetString(stream.ToArray());
        var selectors = AlertRule
            .All.SelectMany(rule => PromQl.Selectors(rule.Expr))
            .Concat(SeriesOfRuleTests())
            .Where(IsOfRelay)
            .ToList();
        Assert.NotEmpty(selectors);
        Assert.All(selectors, name => Assert.Contains($"\n{name} 0\n", told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exposition_CheckedByPromtool_IsClean()
    {
        var output = await Tool.AssertSucceedsAsync(
            "promtool",
            ["check", "metrics"],
            await running.Daemon.MetricsAsync(TestContext.Current.CancellationToken)
        );
        Assert.Empty(output);
    }

    private static IEnumerable<string> SeriesOfRuleTests() =>
        File.ReadLines(Tool.InRepository("ops", "alerts.test.yml"))
            .Where(line => line.Contains("- series: '", StringComparison.Ordinal))
            .Select(line => PromQl.NameOf(line.Split('\'')[1]))
            .Distinct();

    [Fact]
    public async Task RuleTests_NameOnlySeriesThatExist()
    {
        foreach (var name in SeriesOfRuleTests().Where(name => !IsOfRelay(name)))
            Assert.True(
                await running.Prometheus.KnowsAsync(name, TestContext.Current.CancellationToken),
                $"nobody emits {name}"
            );
    }

    [Theory]
    [InlineData("maildispatcher_deadline_outcomes_total", "outcome=\"asked_late\"", 1)]
    [InlineData("maildispatcher_deadline_outcomes_total", "outcome=\"missed\"", 0)]
    [InlineData("maildispatcher_settled_total", "outcome=\"expired\"", 1)]
    [InlineData("maildispatcher_settled_total", "outcome=\"parked\"", 2)]
    [InlineData("maildispatcher_is_leader", "", 1)]
    [InlineData("maildispatcher_paused", "", 0)]
    public async Task Exposition_AfterMailsOfEveryFate_TellsEachOne(string name, string label, double value)
    {
        var text = await running.Daemon.MetricsAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\n{name}", text, StringComparison.Ordinal);
        Assert.Equal(value, await running.Daemon.MetricAsync(name, label, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Deadlines_OfSentMails_AreMetInTheClassTheyWereAskedIn()
    {
        // One was asked for 12 hours ahead, one 50, the others nine days.
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(
            1,
            await running.Daemon.MetricAsync(
                "maildispatcher_deadline_outcomes_total",
                "class=\"urgent\",outcome=\"on_time\"",
                token
            )
        );
        await Eventually.TrueAsync(
            async () =>
                await running.Daemon.MetricAsync(
                    "maildispatcher_deadline_outcomes_total",
                    "class=\"soon\",outcome=\"on_time\"",
                    token
                ) == 1,
            "the mail of the day after tomorrow is sent",
            TimeSpan.FromMinutes(2),
            token
        );
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
