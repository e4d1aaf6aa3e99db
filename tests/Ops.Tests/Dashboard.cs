using System.Text.Json;

namespace MailDispatcher.Ops.Tests;

/// <summary>The dashboard's JSON, as Grafana is given it.</summary>
internal static class Dashboard
{
    public static JsonElement Root { get; } =
        JsonDocument
            .Parse(File.ReadAllText(Tool.InRepository("ops", "grafana", "dashboards", "mail-dispatcher.json")))
            .RootElement;

    public static IReadOnlyList<JsonElement> Panels { get; } = [.. Root.GetProperty("panels").EnumerateArray()];

    public static IReadOnlyList<JsonElement> Variables { get; } =
    [.. Root.GetProperty("templating").GetProperty("list").EnumerateArray()];

    /// <summary>Each query with the title of its panel.</summary>
    public static IReadOnlyList<(string Panel, string Expr)> Queries { get; } =
    [
        .. Panels.SelectMany(panel =>
            panel
                .GetProperty("targets")
                .EnumerateArray()
                .Select(target => (TextOf(panel, "title"), TextOf(target, "expr")))
        ),
    ];

    public static string TextOf(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
