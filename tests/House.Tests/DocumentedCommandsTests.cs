using System.Text.RegularExpressions;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Ops.Commands;

namespace MailDispatcher.House.Tests;

/// <summary>
/// What documents, alerts and comments of deployments tell people to type is what the command line takes.
/// </summary>
public sealed partial class DocumentedCommandsTests
{
    private static readonly string[] Places = ["docs", "ops", "dokku"];

    private static readonly string[] Kinds = [".md", ".yml", ".json", ".conf", ".service"];

    private static IEnumerable<string> Files =>
        Places
            .SelectMany(place =>
                Directory.EnumerateFiles(Path.Combine(Source.Root, place), "*", SearchOption.AllDirectories)
            )
            .Where(file => Kinds.Contains(Path.GetExtension(file)))
            .Append(Path.Combine(Source.Root, "README.md"))
            .Append(Path.Combine(Source.Root, "docker-compose.yml"));

    [Fact]
    public void Commands_ThatTheDocumentsName_AreTaken()
    {
        var named = (
            from file in Files
            from command in CommandsIn(File.ReadAllText(file))
            select (File: Path.GetRelativePath(Source.Root, file), Command: command)
        ).ToList();
        Assert.Contains(("docs/runbook.md", "check"), named);
        Assert.Contains(("ops/alerts.yml", "run-now"), named);
        Assert.Contains(("README.md", "what-if --credits 300,500,1000,unlimited --trace FILE"), named);
        Assert.Empty(
            from mention in named
            from objection in Objections(mention.Command)
            select $"{mention.File}: consumer {mention.Command}: {objection}"
        );
    }

    [Theory]
    [InlineData("report --day", "Required argument")]
    [InlineData("reprot", "Unrecognized")]
    [InlineData("status --colour", "Unrecognized")]
    [InlineData("parked retry --cause", "Required argument")]
    [InlineData("parked retry --by me", "Say which")]
    [InlineData("parked discard 12", "Cannot parse")]
    [InlineData("why 12", "Cannot parse")]
    public void Command_ThatIsNotTaken_IsSeen(string command, string objection) =>
        Assert.Contains(Objections(command), o => o.StartsWith(objection, StringComparison.Ordinal));

    private static IEnumerable<string> CommandsIn(string text) =>
        Inline()
            .Matches(text)
            .Concat(Line().Matches(text))
            .Select(match => Space().Replace(match.Groups[1].Value, " ").Trim());

    // The bare name of a command speaks of it, also where it needs more.
    private static IEnumerable<string> Objections(string command)
    {
        var arguments = command
            .Replace("[", "", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal)
            .Split(" > ")[0]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word == "ID" ? "6f1c0a52-3d0e-4f6b-9a55-1d2f3a4b5c6d" : word)
            .ToArray();
        var parsed = CommandLine.Create(DaemonDependencies.Real).Parse(arguments);
        var depth = 0;
        for (var at = parsed.CommandResult.Parent; at is not null; at = at.Parent)
            depth++;
        return depth > 0 && depth == arguments.Length ? [] : parsed.Errors.Select(error => error.Message);
    }

    [GeneratedRegex(@"`(?:\w+=\S+ )*consumer\s+([^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"^(?:ExecStart=\S*/| +)consumer +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"\s+(?:# )?")]
    private static partial Regex Space();
}
