using System.Text;
using System.Text.Json;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Engine.Tests;

/// <summary>
/// A journal that version 1.0.0 wrote means today what it meant to 1.0.0, whose own report stands beside it.
/// </summary>
public sealed class OldJournalTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly DateTimeOffset Later = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Journal_WrittenBy100_IsReadWhole()
    {
        var records = File.ReadLines(DataFile("journal-1.0.0.jsonl")).ToList();
        Assert.Equal(288, records.Count);
        var unread = records.Where(r => EventCodec.Decode(Encoding.UTF8.GetBytes(r)) is null).ToList();
        // The record by which 1.0.0 saw that its journal takes entries; it says nothing of any mail.
        Assert.Equal("""{"kind":"mark"}""", Assert.Single(unread));
    }

    [Fact]
    public void Report_OfAJournalWrittenBy100_SaysWhat100Said()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
        var projection = new Projection(zone, new ValueTable());
        foreach (var record in File.ReadLines(DataFile("journal-1.0.0.jsonl")))
        {
            if (EventCodec.Decode(Encoding.UTF8.GetBytes(record)) is { } entry)
                projection.Apply(entry);
        }

        using var said = JsonDocument.Parse(File.ReadAllText(DataFile("report-1.0.0.json")));
        var report = DayReport.Of(projection, Day, new CreditDay(zone), Later);
        Assert.Equal(Number("asked"), report.Counts.Asked);
        Assert.Equal(Number("sent"), report.Counts.Sent);
        Assert.Equal(Number("sent_on_time"), report.SentOnTime);
        Assert.Equal(Number("missed"), report.Missed);
        Assert.Equal(Number("cancelled"), report.Counts.Cancelled);
        Assert.Equal(Number("parked"), report.Counts.Parked);
        Assert.Equal(Number("waiting"), report.Waiting);
        Assert.Equal(Number("credits_left"), report.Counts.CreditsLeft);
        // What plan would have been enough counts since then also what is due on later days.
        Assert.InRange(report.SufficientCredits!.Value, Number("sufficient_credits"), report.Counts.Asked);
        Assert.Equal(Table("sent_by_urgency"), Sorted(report.Counts.SentByUrgency));
        Assert.Equal(Table("sent_by_class"), Sorted(report.SentByClass.Select(c => (EnumName.Of(c.Key), c.Value))));
        Assert.Equal(Table("sent_by_template"), Sorted(report.Templates.Select(t => (t.Template, t.Sent))));
        Assert.Equal(
            said.RootElement.GetProperty("sent_by_hour").EnumerateArray().Select(hour => hour.GetInt32()),
            report.Counts.SentByHour
        );

        int Number(string name) => said.RootElement.GetProperty(name).GetInt32();

        List<string> Table(string name) =>
            [
                .. said
                    .RootElement.GetProperty(name)
                    .EnumerateObject()
                    .Select(entry => $"{entry.Name}: {entry.Value}")
                    .Order(StringComparer.Ordinal),
            ];
    }

    private static List<string> Sorted(IEnumerable<KeyValuePair<int, int>> counts) =>
        Sorted(counts.Select(c => (c.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), c.Value)));

    private static List<string> Sorted(IEnumerable<(string Name, int Count)> counts) =>
        [.. counts.Select(c => $"{c.Name}: {c.Count}").Order(StringComparer.Ordinal)];

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);
}
