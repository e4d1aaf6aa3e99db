namespace MailDispatcher.Deploy.Tests.Images;

/// <summary>A Dockerfile as its instructions, continued lines joined, comments left out.</summary>
internal sealed class Dockerfile
{
    private Dockerfile(IReadOnlyList<Instruction> instructions) => Instructions = instructions;

    public IReadOnlyList<Instruction> Instructions { get; }

    public static Dockerfile Read(string path)
    {
        var text = string.Join('\n', Repository.Lines(path).Where(line => !line.StartsWith('#')))
            .Replace("\\\n", "", StringComparison.Ordinal);
        var stage = "";
        var instructions = new List<Instruction>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(' ', 2);
            if (parts[0] == "FROM")
                stage = parts[1].Split(" AS ").ElementAtOrDefault(1) ?? "";
            instructions.Add(new Instruction(stage, parts[0], parts[1]));
        }

        return new Dockerfile(instructions);
    }

    public IEnumerable<string> Of(string stage, string name) =>
        Instructions.Where(i => i.Stage == stage && i.Name == name).Select(i => i.Text);

    /// <summary>What is copied from the repository, and where to; nothing that comes from another stage.</summary>
    public IEnumerable<(string Source, string Target)> Copies(string stage) =>
        Of(stage, "COPY")
            .Where(text => !text.StartsWith("--from=", StringComparison.Ordinal))
            .Select(text => text.Split(' '))
            .SelectMany(words => words[..^1].Select(source => (source, words[^1])));

    /// <summary>One instruction of a stage.</summary>
    internal sealed record Instruction(string Stage, string Name, string Text);
}
