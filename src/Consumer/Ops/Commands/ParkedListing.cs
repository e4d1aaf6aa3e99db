using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailDispatcher.Broker.Parking;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>Parked mail as tables for a person and as JSON for a program.</summary>
internal static class ParkedListing
{
    public static Task WriteAsync(IReadOnlyList<ParkedMail> mails, bool json)
    {
        if (json)
            return WriteJsonAsync(mails.Select(Row));
        if (mails.Count == 0)
            return Console.Out.WriteLineAsync("Nothing is parked.");
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("Mail", "Cause", "Parked at (UTC)", "Times", "Deadline (UTC)", "Reason");
        foreach (var mail in mails)
        {
            table.AddRow(
                mail.Note.Mail.ToString(),
                Markup.Escape(mail.Note.Cause),
                Time(mail.Note.At),
                mail.Note.Number.ToString(CultureInfo.InvariantCulture),
                mail.Request is { Cancel: false } request ? Time(request.Deadline) : "",
                Markup.Escape(mail.Note.Reason)
            );
        }

        AnsiConsole.Write(table);
        foreach (var group in mails.GroupBy(m => m.Note.Cause).OrderByDescending(g => g.Count()))
            AnsiConsole.WriteLine(
                $"{group.Count()} x {group.Key}{SoonestOf(group)}: a retry costs {group.Count()} credits"
            );
        return Task.CompletedTask;
    }

    private static string SoonestOf(IEnumerable<ParkedMail> mails) =>
        mails.Min(m => m.Request is { Cancel: false } request ? request.Deadline : (DateTimeOffset?)null) is { } at
            ? $", the soonest deadline {Time(at)}"
            : "";

    public static async Task WriteWholeAsync(IReadOnlyList<ParkedMail> mails, bool json)
    {
        if (json)
        {
            await WriteJsonAsync(
                mails.Select(mail =>
                {
                    var row = Row(mail);
                    row["body_base64"] = Convert.ToBase64String(mail.Body.Span);
                    return row;
                })
            );
            return;
        }

        foreach (var mail in mails)
        {
            await Console.Out.WriteLineAsync($"{mail.Note.Mail}  {mail.Note.Cause}: {mail.Note.Reason}");
            if (mail.GivenId is { } given)
                await Console.Out.WriteLineAsync($"its app gave it the id {given}");
            await Console.Out.WriteLineAsync(Encoding.UTF8.GetString(mail.Body.Span));
        }

        if (mails.Count == 0)
            await Console.Error.WriteLineAsync("No such mail is parked.");
    }

    public static Task WriteDoneAsync(string action, IReadOnlyList<ParkedMail> mails, bool json) =>
        json
            ? WriteJsonAsync(mails.Select(Row))
            : Console.Out.WriteLineAsync(
                mails.Count == 0 ? "No such mail is parked." : $"{action}: {mails.Count} mails"
            );

    private static JsonObject Row(ParkedMail mail) =>
        new()
        {
            ["mail"] = mail.Note.Mail.ToString(),
            ["given_id"] = mail.GivenId?.ToString(),
            ["cause"] = mail.Note.Cause,
            ["reason"] = mail.Note.Reason,
            ["number"] = mail.Note.Number,
            ["parked_at"] = mail.Note.At.ToString("O", CultureInfo.InvariantCulture),
            ["template"] = mail.Request?.Template,
            ["deadline"] = mail.Request is { Cancel: false } request
                ? request.Deadline.ToString("O", CultureInfo.InvariantCulture)
                : null,
        };

    private static Task WriteJsonAsync(IEnumerable<JsonObject> rows) =>
        Console.Out.WriteLineAsync(
            new JsonArray([.. rows]).ToJsonString(new JsonSerializerOptions { WriteIndented = true })
        );

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
