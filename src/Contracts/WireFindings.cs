namespace MailDispatcher.Contracts;

/// <summary>What a reader finds in one body: the first problem, and the fields that nobody reads.</summary>
internal sealed class WireFindings
{
    private const int MostUnknown = 20;
    private const int LongestName = 60;

    private readonly List<string> _unknown = [];
    private readonly Dictionary<string, string> _nearest = new(StringComparer.Ordinal);
    private readonly List<string> _withoutZone = [];

    public string? Problem { get; private set; }

    public IReadOnlyList<string> UnknownFields => _unknown;

    /// <summary>By the path of an unknown field, the known one that it resembles.</summary>
    public IReadOnlyDictionary<string, string> Nearest => _nearest;

    /// <summary>Times that are written without a zone, whether or not one was given for them.</summary>
    public IReadOnlyList<string> TimesWithoutZone => _withoutZone;

    public void Note(string field, string rule) => Problem ??= $"{field}: {rule}";

    public void WithoutZone(string path) => _withoutZone.Add(path);

    /// <param name="known">The names that it may have been meant for.</param>
    public void Unknown(string path, string name, IEnumerable<string> known)
    {
        // Whatever a stranger sends, the search for names ends.
        if (_unknown.Count == MostUnknown)
            return;
        _unknown.Add(path);
        if (name.Length <= LongestName && Spelling.Nearest(name, known) is { } nearest)
            _nearest[path] = nearest;
    }

    /// <summary>A name that a stranger chose, as far as it may stand in a log.</summary>
    public static string Shown(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$')
            ? name
            : "(a name that can't be shown)";
}
