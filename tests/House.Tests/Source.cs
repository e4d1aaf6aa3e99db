using System.Runtime.CompilerServices;

namespace MailDispatcher.House.Tests;

/// <summary>The source files of the programs, as the tests of the house read them.</summary>
internal sealed record Source(string Path, string Text)
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Source> All { get; } = Read("*.cs");

    /// <summary>The pages: components, styles and scripts.</summary>
    public static IReadOnlyList<Source> Markup { get; } = [.. Read("*.razor"), .. Read("*.css"), .. Read("*.js")];

    /// <summary>The project's folder under src: <c>Consumer</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folder within the project: <c>Policy</c>, or empty at its root.</summary>
    public string Room => Path.Split('/') is [_, _, var room, _, ..] ? room : "";

    public bool Names(string text) => Text.Contains(text, StringComparison.Ordinal);

    private static IReadOnlyList<Source> Read(string pattern) =>
        [
            .. Directory
                .EnumerateFiles(System.IO.Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories)
                .Select(file => new Source(
                    System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'),
                    File.ReadAllText(file)
                )),
        ];

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(here)!);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "MailDispatcher.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
