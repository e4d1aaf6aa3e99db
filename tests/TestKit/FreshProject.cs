using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.TestKit;

/// <summary>
/// A program as somebody else would write it, outside the repository: none of its settings reach it.
/// </summary>
public static class FreshProject
{
    /// <param name="source">Program.cs.</param>
    /// <param name="references">Projects of ours, as folders in src.</param>
    /// <param name="packages">Further packages, each with its version.</param>
    /// <param name="environment">Beside this process's own.</param>
    public static ChildProcess Run(
        string source,
        IEnumerable<string> references,
        IEnumerable<(string Name, string Version)> packages,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?> environment
    )
    {
        var folder = Directory.CreateTempSubdirectory("mail-fresh-").FullName;
        var items = references
            .Select(name => $"""<ProjectReference Include="{ProjectOf(name)}" />""")
            .Concat(packages.Select(p => $"""<PackageReference Include="{p.Name}" Version="{p.Version}" />"""));
        File.WriteAllText(
            Path.Combine(folder, "app.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>{string.Concat(items)}</ItemGroup>
            </Project>
            """
        );
        File.WriteAllText(Path.Combine(folder, "Program.cs"), source);
        // Servers of the compiler would keep its output open long after it has ended.
        var alone = new Dictionary<string, string?>(environment)
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false",
        };
        return ChildProcess.Start("dotnet", ["run", "--project", folder, "--", .. arguments], alone);
    }

    private static string ProjectOf(string name) => Path.Combine(RepositoryRoot.Path, "src", name, $"{name}.csproj");
}
