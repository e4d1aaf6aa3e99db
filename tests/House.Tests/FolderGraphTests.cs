using System.Globalization;

namespace MailDispatcher.House.Tests;

/// <summary>Within each project, folders use each other one way: what is below never knows what is above.</summary>
public sealed class FolderGraphTests(ITestOutputHelper output)
{
    public static TheoryData<string> Assemblies => [.. ProjectGraphTests.Assemblies];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Folders_FormNoCycle(string assembly)
    {
        var graph = FolderGraph.Of(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var ((from, to), types) in graph.Uses)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{from} -> {to} ({types.Count}): {string.Join(", ", types.Take(6))}"
                )
            );
        Assert.Empty(
            graph
                .Cycles()
                .SelectMany(cycle =>
                    graph
                        .Uses.Where(use => cycle.Contains(use.Key.From) && cycle.Contains(use.Key.To))
                        .Select(use => $"{use.Key.From} -> {use.Key.To}: {string.Join(", ", use.Value)}")
                )
        );
    }

    [Fact]
    public void Graph_SeesAUseWithoutAUsing() =>
        Assert.Contains(
            ("MailDispatcher.House.Tests.Samples.Upper", "MailDispatcher.House.Tests.Samples.Lower"),
            FolderGraph.Of(typeof(FolderGraphTests).Assembly.Location).Uses.Keys
        );

    [Fact]
    public void Cycles_FindsFoldersThatUseEachOther() =>
        Assert.Contains(
            FolderGraph.Of(typeof(FolderGraphTests).Assembly.Location).Cycles(),
            cycle => cycle.Contains("MailDispatcher.House.Tests.Samples.Upper")
        );
}
