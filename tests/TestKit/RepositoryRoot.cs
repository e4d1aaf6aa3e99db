namespace MailDispatcher.TestKit;

/// <summary>The folder of the solution, found from where the tests run.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? folder)
    {
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "MailDispatcher.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder
            ?? throw new InvalidOperationException($"No MailDispatcher.sln above {AppContext.BaseDirectory}.");
    }
}
