using System.Globalization;
using System.Text;

namespace MailDispatcher.Web.Access;

/// <summary>
/// A person's name as it may stand in log and journal: one line, not too long, nothing that turns its order round.
/// </summary>
internal static class PersonName
{
    public const int Longest = 60;

    public static string Tidy(string? name)
    {
        var line = new StringBuilder();
        foreach (var rune in (name ?? "").EnumerateRunes())
        {
            if (
                Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            )
                continue;
            if (line.Length + rune.Utf16SequenceLength > Longest)
                break;
            line.Append(rune.ToString());
        }

        return line.ToString().Trim() is { Length: > 0 } tidy ? tidy : "somebody";
    }
}
