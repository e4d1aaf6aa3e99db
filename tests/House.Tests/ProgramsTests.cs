using System.Text.RegularExpressions;

namespace MailDispatcher.House.Tests;

/// <summary>The list of programs in <c>ops/dev/programs</c> names whatever the tests start.</summary>
public sealed partial class ProgramsTests
{
    /// <summary>What every Linux has on which <c>./dev</c> itself can run.</summary>
    private static readonly string[] Everywhere = ["bash", "chmod", "dotnet", "env", "sh", "test"];

    private static IEnumerable<string[]> Rows =>
        File.ReadLines(Path.Combine(Source.Root, "ops", "dev", "programs"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Rows_EachOfThem_HasAProgramAPackageAndWhoNeedsIt() =>
        Assert.All(Rows, row => Assert.True(row.Length >= 3, string.Join(' ', row)));

    [Fact]
    public void Programs_ThatTestsStartByName_StandInTheListForTheirProject()
    {
        var started =
            from file in Directory.EnumerateFiles(
                Path.Combine(Source.Root, "tests"),
                "*.cs",
                SearchOption.AllDirectories
            )
            let project = Path.GetRelativePath(Source.Root, file).Split('/')[1]
            where
                project.EndsWith(".Tests", StringComparison.Ordinal)
                && project is not ("House.Tests" or "TestKit.Tests")
            from Match match in Started().Matches(File.ReadAllText(file))
            select (Program: match.Groups[1].Value, User: project[..^".Tests".Length]);
        var names = started.Distinct().ToList();
        Assert.Contains(("shellcheck", "Deploy"), names);
        Assert.All(
            names.Where(name => !Everywhere.Contains(name.Program)),
            name =>
                Assert.True(
                    Rows.Any(row =>
                        Path.GetFileName(row[0]) == name.Program
                        && row[2..].Any(user => user == name.User || user == "test")
                    ),
                    $"{name.User} starts {name.Program}, which ops/dev/programs does not say"
                )
        );
    }

    [GeneratedRegex("""(?:Process\.Start|Tool\.(?:Find|AssertSucceedsAsync))\(\s*"[a-z/]*?([a-z][\w-]*)"(?!\])""")]
    private static partial Regex Started();
}
