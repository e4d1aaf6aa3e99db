using System.Collections.Frozen;
using System.Text.Json;

namespace MailDispatcher.Core.Names;

/// <summary>
/// The one table of names of a closed set: each value's own name in snake case, as journal, metrics and log write it.
/// </summary>
public static class EnumName
{
    /// <exception cref="InvalidOperationException">The value is none of the set's.</exception>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        Table<T>.Names.TryGetValue(value, out var name)
            ? name
            : throw new InvalidOperationException($"A value without a name: {value}.");

    /// <exception cref="FormatException">No value has that name.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum
    {
        foreach (var (value, known) in Table<T>.Names)
            if (known == name)
                return value;
        throw new FormatException($"'{name}' is none of {string.Join(", ", Table<T>.All)}.");
    }

    /// <summary>All names, in the set's order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Table<T>.All;

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}"));

        public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<T>().Select(Of)];
    }
}
