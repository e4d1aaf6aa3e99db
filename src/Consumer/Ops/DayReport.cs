using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailDispatcher.Consumer.Journal;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// A day in numbers that add up: what waited when it began, plus what was new, is what was sent, expired, superseded,
/// parked or waits on.
/// </summary>
public sealed record DayReport
{
    public required DayBook Book { get; init; }

    /// <summary>Mails that waited when the day began.</summary>
    public required int BroughtForward { get; init; }

    /// <summary>Mails that wait at its end, or now.</summary>
    public required int Waiting { get; init; }

    /// <summary>Credits left by the last reading less what was attempted since; null when unknown or without a limit.</summary>
    public int? CreditsLeft { get; init; }

    public static DayReport Of(JournalMemory memory, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var (before, book) = (memory.Days.Before(day), memory.Days.Of(day));
        var broughtForward = before.Sum(b => b.Asked - b.SettledInAll);
        return new DayReport
        {
            Book = book,
            BroughtForward = broughtForward,
            Waiting = broughtForward + book.Asked - book.SettledInAll,
            CreditsLeft = memory.Credits.Left,
        };
    }

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Book.Day:yyyy-MM-dd}");
        Line("waited from before", BroughtForward);
        Line("new requests", Book.Asked);
        text.AppendLine("  ------------------------------");
        Line("sent", Book.Sent);
        foreach (var (urgency, count) in Book.SentByUrgency.Reverse()) Line($"  of urgency {urgency}", count);
        Line("expired", Book.Expired);
        Line("superseded or cancelled", Book.Superseded + Book.Cancelled);
        if (Book.Coalesced > 0) Line("coalesced with another", Book.Coalesced);
        Line("parked for a person", Book.Parked - Book.Released);
        Line("still waiting", Waiting);
        text.AppendLine("  ------------------------------");
        Line("in all", Book.SettledInAll + Waiting);
        if (CreditsLeft is { } left) Line("credits left", left);
        if (Book.Deferred > 0) Line("attempts put off", Book.Deferred);
        if (Book.Unanswered > 0) Line("attempts without an answer", Book.Unanswered);
        if (Book.Duplicates > 0) Line("further copies taken out", Book.Duplicates);
        return text.ToString();

        void Line(string what, int count) => text.AppendLine(CultureInfo.InvariantCulture, $"  {what,-28}{count,6}");
    }

    public string ToJson() => new JsonObject
    {
        ["day"] = Book.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["brought_forward"] = BroughtForward,
        ["asked"] = Book.Asked,
        ["sent"] = Book.Sent,
        ["sent_by_urgency"] = new JsonObject(Book.SentByUrgency.Select(p => KeyValuePair.Create(p.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)p.Value))),
        ["sent_by_hour"] = new JsonArray([.. Book.SentByHour.Select(n => (JsonNode?)n)]),
        ["expired"] = Book.Expired,
        ["superseded"] = Book.Superseded,
        ["coalesced"] = Book.Coalesced,
        ["cancelled"] = Book.Cancelled,
        ["parked"] = Book.Parked,
        ["released"] = Book.Released,
        ["waiting"] = Waiting,
        ["deferred"] = Book.Deferred,
        ["unanswered"] = Book.Unanswered,
        ["duplicates"] = Book.Duplicates,
        ["credits_left"] = CreditsLeft,
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
}
