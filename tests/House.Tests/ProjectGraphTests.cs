using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MailDispatcher.House.Tests;

/// <summary>What each project may know, read from the compiled assemblies: projects are the walls.</summary>
public sealed class ProjectGraphTests(ITestOutputHelper output)
{
    /// <summary>
    /// Each project with the projects of ours, and the packages with a wall around them, that it may reference.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Aspire.Hosting"] = [],
        ["Clock"] = [],
        ["Contracts"] = [],
        ["Settings"] = ["Contracts"],
        ["Client"] = ["Contracts", "RabbitMQ.Client"],
        ["Client.EntityFrameworkCore"] = ["Client", "Contracts"],
        ["Core"] = ["Contracts"],
        ["Broker"] = ["Client", "Contracts", "Core", "RabbitMQ.Client"],
        ["Engine"] = ["Contracts", "Core"],
        ["MailManager"] = ["Contracts", "Core", "Fluid", "MailKit", "MimeKit", "Polly.Core"],
        ["Simulation"] = ["Contracts", "Core"],
        ["Web"] = ["Contracts", "Core"],
        ["consumer"] =
        [
            "Broker",
            "Client",
            "Contracts",
            "Core",
            "Engine",
            "MailManager",
            "Npgsql",
            "Quartz",
            "Settings",
            "Simulation",
            "Web",
        ],
        ["publisher"] = ["Client", "Clock", "Contracts", "RabbitMQ.Client", "Settings"],
        ["sandbox"] = ["Clock", "Contracts", "Settings"],
    };

    private static readonly string[] Walled =
    [
        "RabbitMQ.Client",
        "Quartz",
        "Polly.Core",
        "MailKit",
        "MimeKit",
        "Npgsql",
        "Fluid",
    ];

    [Fact]
    public void Projects_ReferenceOnlyWhatTheyMayKnow()
    {
        foreach (var (project, references) in Allowed.Select(p => (p.Key, References(p.Key))))
        {
            output.WriteLine($"{project} -> {string.Join(", ", references)}");
            Assert.Empty(references.Except(Allowed[project]).Select(reference => $"{project} -> {reference}"));
        }
    }

    [Fact]
    public void Projects_FormNoCycle()
    {
        var left = Allowed.Keys.ToDictionary(
            project => project,
            project => References(project).Where(Allowed.ContainsKey).ToHashSet()
        );
        while (left.FirstOrDefault(p => p.Value.Count == 0) is { Key: { } free })
        {
            left.Remove(free);
            foreach (var references in left.Values)
                references.Remove(free);
        }

        Assert.Empty(left.Keys);
    }

    [Fact]
    public void References_SeesWhatAnAssemblyUses() => Assert.Contains("RabbitMQ.Client", References("Client"));

    /// <value>File names, one for each project.</value>
    internal static IEnumerable<string> Assemblies => Allowed.Keys.Select(FileOf);

    private static string FileOf(string project) =>
        char.IsUpper(project[0]) ? $"MailDispatcher.{project}.dll" : $"{project}.dll";

    private static List<string> References(string project)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, FileOf(project))));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Select(OurNameOf)
                .OfType<string>()
                .Order(StringComparer.Ordinal),
        ];
    }

    // Null for a package without a wall.
    private static string? OurNameOf(string assembly) =>
        assembly.StartsWith("MailDispatcher.", StringComparison.Ordinal) ? assembly["MailDispatcher.".Length..]
        : Walled.Contains(assembly) || (char.IsLower(assembly[0]) && Allowed.ContainsKey(assembly)) ? assembly
        : null;
}
