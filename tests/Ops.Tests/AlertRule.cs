using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MailDispatcher.Ops.Tests;

/// <summary>One rule of ops/alerts.yml: an alert, or a recorded series.</summary>
public sealed record AlertRule
{
    public string? Alert { get; init; }

    public string? Record { get; init; }

    public string Expr { get; init; } = "";

    public string? For { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    public Dictionary<string, string> Annotations { get; init; } = [];

    /// <summary>All rules of the file, in its order.</summary>
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        .. new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .Build()
            .Deserialize<RuleFile>(File.ReadAllText(Tool.InRepository("ops", "alerts.yml")))
            .Groups.SelectMany(group => group.Rules),
    ];

    public static IReadOnlyList<AlertRule> Alerts { get; } = [.. All.Where(rule => rule.Alert is not null)];

    private sealed record RuleFile
    {
        public List<RuleGroup> Groups { get; init; } = [];
    }

    private sealed record RuleGroup
    {
        public string Name { get; init; } = "";

        public List<AlertRule> Rules { get; init; } = [];
    }
}
