using MailDispatcher.TestKit;

namespace MailDispatcher.Deploy.Tests;

/// <summary>The repository's files, by their path from its root.</summary>
internal static class Repository
{
    public static string At(string path) => Path.Combine(RepositoryRoot.Path, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    public static string[] Lines(string path) => File.ReadAllLines(At(path));

    public static bool Has(string path) => File.Exists(At(path)) || Directory.Exists(At(path));
}
