using MailDispatcher.TestKit;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>A folder of templates that a test writes.</summary>
public sealed class TestTemplates : IDisposable
{
    /// <summary>Those that stand in the repository.</summary>
    public static string Examples { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "examples", "templates");

    public string Path { get; } = Directory.CreateTempSubdirectory("templates-").FullName;

    public TestTemplates With(int template, string subject, string text, string? html = null)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{template}")).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, "subject.liquid"), subject);
        File.WriteAllText(System.IO.Path.Combine(folder, "text.liquid"), text);
        if (html is not null)
            File.WriteAllText(System.IO.Path.Combine(folder, "html.liquid"), html);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
