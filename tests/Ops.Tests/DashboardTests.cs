using System.Text.Json;
using System.Text.RegularExpressions;

namespace MailDispatcher.Ops.Tests;

/// <summary>
/// The dashboard without Grafana: the rules of grafana/dashboard-linter that concern it, and that it fits on one
/// screen. That every series it asks for exists is tested against a running dispatcher.
/// </summary>
public sealed partial class DashboardTests
{
    /// <summary>Of Grafana's list of units, those that are used here.</summary>
    private static readonly string[] Units = ["short", "s", "percentunit"];

    private static readonly string[] Instanceless = ["job:", "ALERTS"];

    [Fact]
    public void Dashboard_ForProvisioning_IsClassicAndFixed()
    {
        Assert.InRange(Dashboard.Root.GetProperty("schemaVersion").GetInt32(), 39, 41);
        Assert.Equal("mail-dispatcher", Dashboard.TextOf(Dashboard.Root, "uid"));
        Assert.False(Dashboard.Root.GetProperty("editable").GetBoolean());
        Assert.False(Dashboard.Root.TryGetProperty("id", out _));
        Assert.False(Dashboard.Root.TryGetProperty("__inputs", out _));
    }

    [Fact]
    public void Variables_AreADataSourceAndThreeThatReloadWithTime()
    {
        Assert.Equal(
            ["datasource", "account", "job", "instance"],
            Dashboard.Variables.Select(v => Dashboard.TextOf(v, "name"))
        );
        Assert.Equal(
            ("Data source", "datasource", "prometheus"),
            (
                Dashboard.TextOf(Dashboard.Variables[0], "label"),
                Dashboard.TextOf(Dashboard.Variables[0], "type"),
                Dashboard.TextOf(Dashboard.Variables[0], "query")
            )
        );
        Assert.All(
            Dashboard.Variables.Skip(1),
            variable =>
            {
                Assert.Equal(
                    Dashboard.TextOf(variable, "name"),
                    Dashboard.TextOf(variable, "label").ToLowerInvariant()
                );
                Assert.Equal("query", Dashboard.TextOf(variable, "type"));
                Assert.Equal("${datasource}", Dashboard.TextOf(variable.GetProperty("datasource"), "uid"));
                Assert.StartsWith("label_values(", Dashboard.TextOf(variable, "query"), StringComparison.Ordinal);
                Assert.Equal(2, variable.GetProperty("refresh").GetInt32());
                Assert.True(variable.GetProperty("multi").GetBoolean());
                Assert.True(variable.GetProperty("includeAll").GetBoolean());
                // Whoever runs one account alone has no such label.
                var all = Dashboard.TextOf(variable, "name") == "account" ? ".*" : ".+";
                Assert.Equal(all, Dashboard.TextOf(variable, "allValue"));
            }
        );
    }

    [Fact]
    public void Panels_HaveTitleDescriptionUnitDataSourceAndQueries()
    {
        Assert.Equal(
            Dashboard.Panels.Count,
            Dashboard.Panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count()
        );
        Assert.Equal(
            Dashboard.Panels.Count,
            Dashboard.Panels.Select(p => Dashboard.TextOf(p, "title")).Distinct().Count()
        );
        Assert.All(
            Dashboard.Panels,
            panel =>
            {
                Assert.NotEmpty(Dashboard.TextOf(panel, "title"));
                Assert.True(Dashboard.TextOf(panel, "description").Length > 20, Dashboard.TextOf(panel, "title"));
                Assert.Contains(
                    Dashboard.TextOf(panel.GetProperty("fieldConfig").GetProperty("defaults"), "unit"),
                    Units
                );
                Assert.Equal("${datasource}", Dashboard.TextOf(panel.GetProperty("datasource"), "uid"));
                var targets = panel.GetProperty("targets").EnumerateArray().ToList();
                Assert.NotEmpty(targets);
                Assert.Equal(targets.Count, targets.Select(t => Dashboard.TextOf(t, "refId")).Distinct().Count());
                Assert.All(
                    targets,
                    target => Assert.Equal("${datasource}", Dashboard.TextOf(target.GetProperty("datasource"), "uid"))
                );
            }
        );
    }

    [Fact]
    public void Panels_FitOnOneScreenAndDoNotOverlap()
    {
        var places = Dashboard
            .Panels.Select(panel => panel.GetProperty("gridPos"))
            .Select(at =>
                (
                    X: at.GetProperty("x").GetInt32(),
                    Y: at.GetProperty("y").GetInt32(),
                    W: at.GetProperty("w").GetInt32(),
                    H: at.GetProperty("h").GetInt32()
                )
            )
            .ToList();
        var cells = places
            .SelectMany(p => Enumerable.Range(p.X, p.W).SelectMany(x => Enumerable.Range(p.Y, p.H).Select(y => (x, y))))
            .ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(places, p => Assert.True(p.X >= 0 && p.X + p.W <= 24));
        // 25 rows of 30 pixels and their gaps are what a screen of 1080 lines shows.
        Assert.True(places.Max(p => p.Y + p.H) <= 25);
    }

    [Fact]
    public void Queries_SelectByAccountJobAndInstance()
    {
        foreach (var (panel, expr) in Dashboard.Queries)
            Assert.All(
                PromQl.Selectors(expr),
                selector =>
                {
                    Assert.True(
                        selector.Contains("account=~\"$account\"", StringComparison.Ordinal),
                        $"{panel}: {selector}"
                    );
                    Assert.True(selector.Contains("job=~\"$job", StringComparison.Ordinal), $"{panel}: {selector}");
                    Assert.True(
                        selector.Contains("instance=~\"$instance\"", StringComparison.Ordinal)
                            || Instanceless.Any(prefix => selector.StartsWith(prefix, StringComparison.Ordinal)),
                        $"{panel}: {selector}"
                    );
                }
            );
    }

    [Fact]
    public void Queries_OfCounters_AreRatesOverTheRightInterval()
    {
        foreach (var (panel, expr) in Dashboard.Queries)
        {
            Assert.All(
                Ranges().Matches(expr),
                range => Assert.True(range.Value == "[$__rate_interval]", $"{panel}: {range.Value}")
            );
            var counters = PromQl
                .Selectors(expr)
                .Count(s =>
                    PromQl.NameOf(s).EndsWith("_total", StringComparison.Ordinal)
                    || PromQl.NameOf(s).EndsWith("_bucket", StringComparison.Ordinal)
                );
            Assert.True(counters == Rates().Count(expr), $"{panel}: a counter stands outside of rate or increase");
        }
    }

    [Fact]
    public void Queries_NameOnlyVariablesThatExist()
    {
        var known = Dashboard.Variables.Select(v => Dashboard.TextOf(v, "name")).Append("__rate_interval").ToHashSet();
        var used = Variables().Matches(Dashboard.Root.GetRawText()).Select(match => match.Groups[1].Value).Distinct();
        Assert.All(used.Where(name => name != "__all"), name => Assert.Contains(name, known));
    }

    [Fact]
    public async Task Queries_CheckedByPromtool_Parse()
    {
        var rules = Dashboard.Queries.Select(
            (query, i) => new { record = $"panel:query:{i}", expr = PromQl.WithVariables(query.Expr) }
        );
        // A rules file may be JSON, which is YAML.
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                JsonSerializer.Serialize(new { groups = new[] { new { name = "dashboard", rules } } }),
                TestContext.Current.CancellationToken
            );
            await Tool.AssertSucceedsAsync("promtool", ["check", "rules", file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(rate|irate|increase)\(")]
    private static partial Regex Rates();

    [GeneratedRegex(@"\$\{?([A-Za-z_]+)")]
    private static partial Regex Variables();
}
