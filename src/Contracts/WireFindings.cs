namespace MailDispatcher.Contracts;

/// <summary>What a reader finds in one body: the first problem, and the fields that nobody reads.</summary>
internal sealed class WireFindings
{
    private const int MostUnknown = 20;
    private const int LongestName = 60;

    private readonly List<string> _unknown = [];

    public string? Problem { get; private set; }

    public IReadOnlyList<string> UnknownFields => _unknown;

    public void Note(string field, string rule) => Problem ??= $"{field}: {rule}";

    public void Unknown(string path)
    {
        if (_unknown.Count < MostUnknown)
            _unknown.Add(path);
    }

    /// <summary>A name that a stranger chose, as far as it may stand in a log.</summary>
    public static string Shown(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$')
            ? name
            : "(a name that can't be shown)";
}
