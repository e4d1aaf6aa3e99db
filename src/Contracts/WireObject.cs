using System.Globalization;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// One JSON object of a body, read field by field by what it should be. Whatever is wrong is noted as the first problem
/// and read as null; a field that was not asked for is unknown. Null and absent are the same.
/// </summary>
internal sealed class WireObject
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly WireFindings _findings;

    /// <param name="element">An object.</param>
    public WireObject(JsonElement element, string path, WireFindings findings)
    {
        (_path, _findings) = (path, findings);
        foreach (var field in element.EnumerateObject())
        {
            // Readers disagree on which of two fields of one name counts.
            if (WireText.NameOf(field) is not { } name)
                findings.Note(Path("body"), "a field's name is not valid Unicode");
            else if (!_fields.TryAdd(name, field.Value))
                findings.Note(Path(WireFindings.Shown(name)), "given twice");
        }
    }

    /// <summary>Notes the fields that nobody asked for.</summary>
    public void NameUnknown()
    {
        foreach (var name in _fields.Keys)
            if (!_asked.Contains(name))
                _findings.Unknown(Path(WireFindings.Shown(name)), name, _asked);
    }

    public bool IsExplicitNull(string name) =>
        _fields.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>Any JSON, as it is.</summary>
    public JsonElement? Json(string name)
    {
        _asked.Add(name);
        return _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string? Text(string name) =>
        Json(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value when WireText.Of(value) is { } text => text,
            _ => Note<string>(name, "not text"),
        };

    /// <summary>Text, or a whole number as its digits: many apps have numbers for keys.</summary>
    public string? Key(string name) =>
        Json(name) switch
        {
            { ValueKind: JsonValueKind.Number } value when AreDigits(value.GetRawText()) => value.GetRawText(),
            { ValueKind: JsonValueKind.Number } value => Whole(value) is { } number
                ? number.ToString(CultureInfo.InvariantCulture)
                : Note<string>(name, "neither text nor a whole number"),
            _ => Text(name),
        };

    public Guid? Uuid(string name) =>
        Json(name) is not { } value ? null : WireText.Uuid(value) ?? NoteValue<Guid>(name, "not a UUID");

    public int Int(string name) =>
        Json(name) is not { } value ? 0
        : Whole(value) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number
        : NoteValue<int>(name, "not a whole number") ?? 0;

    public long? Long(string name) =>
        Json(name) is not { } value ? null
        : Whole(value) is { } number ? number
        : NoteValue<long>(name, "not a whole number of 64 bits");

    public bool Flag(string name) =>
        Json(name) switch
        {
            null or { ValueKind: JsonValueKind.False } => false,
            { ValueKind: JsonValueKind.True } => true,
            _ => NoteValue<bool>(name, "neither true nor false") ?? false,
        };

    public DateTimeOffset? Time(string name, TimeZoneInfo? zone)
    {
        if (Json(name) is not { } value)
            return null;
        var text = value.ValueKind == JsonValueKind.String ? WireText.Of(value) : null;
        var (instant, problem) = text is null ? (null, WireTime.NotATime) : WireTime.Read(text, zone);
        if (text is not null && WireTime.Read(text, zone: null).Problem == WireTime.NoZone)
            _findings.WithoutZone(Path(name));
        return problem is null ? instant : NoteValue<DateTimeOffset>(name, problem);
    }

    /// <summary>An object within this one; null when it is absent.</summary>
    public T? Object<T>(string name, string problem, Func<WireObject, T?> read)
        where T : class => Json(name) is not { } value ? null : Read(value, Path(name), name, problem, read);

    /// <summary>A list of objects; null when it is absent or empty.</summary>
    public IReadOnlyList<T>? List<T>(string name, int most, string problem, Func<WireObject, T?> read)
        where T : class
    {
        if (Json(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            return Note<IReadOnlyList<T>>(name, "not a list");
        var count = value.GetArrayLength();
        if (count > most)
            return Note<IReadOnlyList<T>>(name, $"more than {most}");
        var items = new List<T>(count);
        foreach (var item in value.EnumerateArray())
            if (Read(item, $"{Path(name)}[{items.Count}]", name, problem, read) is { } one)
                items.Add(one);
            else
                return null;
        return count == 0 ? null : items;
    }

    private T? Read<T>(JsonElement value, string path, string name, string problem, Func<WireObject, T?> read)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Note<T>(name, problem);
        var inner = new WireObject(value, path, _findings);
        var result = read(inner);
        inner.NameUnknown();
        if (result is null)
            _findings.Note(path, problem);
        return result;
    }

    private static bool AreDigits(string number) =>
        number.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;

    // 7.0 is a whole number too: JSON does not tell it from 7.
    private static long? Whole(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        if (value.TryGetInt64(out var whole))
            return whole;
        return
            value.TryGetDecimal(out var number)
            && decimal.Truncate(number) == number
            && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;
    }

    private T? Note<T>(string name, string rule)
        where T : class
    {
        _findings.Note(Path(name), rule);
        return null;
    }

    private T? NoteValue<T>(string name, string rule)
        where T : struct
    {
        _findings.Note(Path(name), rule);
        return null;
    }

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
