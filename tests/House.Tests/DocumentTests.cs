using System.Text.RegularExpressions;

namespace MailDispatcher.House.Tests;

/// <summary>What the documents point to exists.</summary>
public sealed partial class DocumentTests
{
    // What is made here, a whole Debian among it, is not even looked into.
    private static readonly string[] Made = [".git", ".run", "artifacts"];

    private static IEnumerable<string> Documents =>
        new DirectoryInfo(Source.Root)
            .EnumerateDirectories()
            .Where(folder => !Made.Contains(folder.Name))
            .SelectMany(folder => folder.EnumerateFiles("*.md", SearchOption.AllDirectories))
            .Concat(new DirectoryInfo(Source.Root).EnumerateFiles("*.md"))
            .Select(file => file.FullName)
            .Where(file =>
                !file.Contains("/node_modules/", StringComparison.Ordinal)
                && !file.Contains("/StrykerOutput/", StringComparison.Ordinal)
            );

    [Fact]
    public void Links_LeadToFilesThatExist() =>
        Assert.Empty(
            from document in Documents
            from Match link in Link().Matches(File.ReadAllText(document))
            let target = link.Groups[1].Value.Split('#')[0]
            where
                target.Length > 0
                && !target.Contains("://", StringComparison.Ordinal)
                && !target.StartsWith("mailto:", StringComparison.Ordinal)
            let file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, target))
            where !File.Exists(file) && !Directory.Exists(file)
            select $"{Path.GetRelativePath(Source.Root, document)}: {target}"
        );

    [Fact]
    public void DevCommands_ThatTheReadmeNames_Exist()
    {
        var script = string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Source.Root, "ops", "dev"), "*.sh")
                .Append(Path.Combine(Source.Root, "dev"))
                .Select(File.ReadAllText)
        );
        var named = DevCommand()
            .Matches(File.ReadAllText(Path.Combine(Source.Root, "README.md")))
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToList();
        Assert.Contains("demo", named);
        Assert.Contains("test", named);
        Assert.All(
            named,
            command => Assert.Contains($"command_{command.Replace('-', '_')}()", script, StringComparison.Ordinal)
        );
    }

    [GeneratedRegex("""(?:\]\(|\bsrc(?:set)?=")([^)\s"]+)[)"]""")]
    private static partial Regex Link();

    [GeneratedRegex(@"\./dev ([a-z-]+)")]
    private static partial Regex DevCommand();
}
