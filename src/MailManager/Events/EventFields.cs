using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MailDispatcher.MailManager.Answers;

namespace MailDispatcher.MailManager.Events;

/// <summary>Fields of an event as the provider may spell them.</summary>
internal static partial class EventFields
{
    // Beyond it a number of milliseconds is none of seconds: in the year 5138.
    private const long MostSeconds = 100_000_000_000;

    /// <summary>The one mail id among its tags; null for none, or several.</summary>
    /// <param name="tags">A tag, tags as an array, or that array as text.</param>
    public static Guid? Mail(params IEnumerable<JsonElement?> tags)
    {
        Guid? found = null;
        foreach (var tag in tags)
        foreach (Match match in Ids().Matches(AnswerBody.Text(tag) ?? ""))
        {
            var id = Guid.Parse(match.Value);
            if (found is not null && found != id)
                return null;
            found = id;
        }

        return found;
    }

    /// <summary>
    /// An instant as a number since 1970, of milliseconds or, as in the provider's own example, of seconds; as text
    /// too. Null for anything else.
    /// </summary>
    public static DateTimeOffset? Epoch(JsonElement? value) =>
        long.TryParse(AnswerBody.Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and < MostSeconds * 1000
            ? number < MostSeconds
                ? DateTimeOffset.FromUnixTimeSeconds(number)
                : DateTimeOffset.FromUnixTimeMilliseconds(number)
            : null;

    [GeneratedRegex(
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Ids();
}
