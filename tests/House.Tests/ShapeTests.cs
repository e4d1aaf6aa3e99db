using System.Text.RegularExpressions;

namespace MailDispatcher.House.Tests;

/// <summary>The shape of the source: small files, folders that are namespaces, no drawers for odds and ends.</summary>
public sealed partial class ShapeTests
{
    private const int LongestFile = 250;
    private const int WidestLine = 120;

    private static readonly string[] Drawers =
    [
        "Models",
        "Helpers",
        "Utils",
        "Utilities",
        "Services",
        "Common",
        "Misc",
        "Shared",
    ];

    [Fact]
    public void Files_AreShort() =>
        Assert.Empty(Source.All.Where(f => f.Text.Split('\n').Length - 1 > LongestFile).Select(f => f.Path));

    /// <summary>The formatter breaks code, but no comment, no text and no markup.</summary>
    [Fact]
    public void Lines_FitTheScreen() =>
        Assert.Empty(
            from file in Source.All.Concat(Source.Markup)
            from line in file.Text.Split('\n')
            where line.Length > WidestLine
            select $"{file.Path}: {line.Trim()}"
        );

    [Fact]
    public void Folders_AreNamespaces() =>
        Assert.Empty(
            from file in Source.All
            let declared = Namespace().Match(file.Text)
            where declared.Success
            let expected = "MailDispatcher." + Path.GetDirectoryName(file.Path)!["src/".Length..].Replace('/', '.')
            where declared.Groups[1].Value != expected
            select $"{file.Path}: {declared.Groups[1].Value}"
        );

    [Fact]
    public void Folders_AreIdeasAndNoDrawers() =>
        Assert.DoesNotContain(Source.All, f => f.Path.Split('/').Any(part => Drawers.Contains(part)));

    [Fact]
    public void Classes_AreSealedOrStatic() =>
        Assert.Empty(
            Source.All.SelectMany(f => OpenClass().Matches(f.Text).Select(m => $"{f.Path}: {m.Value.Trim()}"))
        );

    [Fact]
    public void Sources_HoldNoLeftovers() =>
        Assert.Empty(
            Source
                .All.Where(f =>
                    f.Names("TODO") || f.Names("FIXME") || f.Names("NotImplementedException") || f.Names("HACK")
                )
                .Select(f => f.Path)
        );

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*(?:public|internal|private) (?:partial )?(?:class|record) \w+", RegexOptions.Multiline)]
    private static partial Regex OpenClass();
}
