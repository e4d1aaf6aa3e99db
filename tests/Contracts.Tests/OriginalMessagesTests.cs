using System.Text;
using System.Text.Json;

namespace MailDispatcher.Contracts.Tests;

/// <summary>
/// 400 messages as the original's publisher sent them (b0rba/if1007-microservices, recorded 2026-11-21 01:32:51 UTC).
/// </summary>
public sealed class OriginalMessagesTests
{
    private static readonly DateTimeOffset RecordedAt = new(2026, 11, 21, 1, 32, 51, TimeSpan.Zero);
    private static readonly TimeZoneInfo Recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");

    private static readonly (int Priority, string Body)[] Messages =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "original-publisher.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(e => (e.GetProperty("priority").GetInt32(), e.GetProperty("body").GetString()!)),
    ];

    [Fact]
    public void Decode_EveryOriginalMessage_KeepsInstantAndNames()
    {
        Assert.Equal(400, Messages.Length);
        foreach (var (_, body) in Messages)
        {
            var request = Read(body);
            var raw = JsonDocument.Parse(body).RootElement;
            var mailParams = raw.GetProperty("mail_params");
            Assert.Equal(mailParams.GetProperty("mentor_name").GetString(), request.Mentoring!.MentorName);
            Assert.Equal(mailParams.GetProperty("mentored_name").GetString(), request.Mentoring.MentoredName);
            Assert.Equal(mailParams.GetProperty("mentor_id").GetString(), request.Mentoring.MentorId);
            Assert.Equal(mailParams.GetProperty("mentored_id").GetString(), request.Mentoring.MentoredId);
            var written = mailParams.GetProperty("mentoring_datetime").GetString()!;
            // "2026-11-21 22:32:51.404718-03:00": the offset is part of the instant, and the original shifted it twice.
            var expected = DateTime.Parse(written[..26], System.Globalization.CultureInfo.InvariantCulture).AddHours(3);
            Assert.Equal(expected, request.Deadline.UtcDateTime);
        }
    }

    [Fact]
    public void Decode_PortugueseNames_ArriveWhole()
    {
        var names = Messages.Select(m => Read(m.Body).Mentoring!.MentorName).ToList();
        Assert.Contains("Cauã Moreira", names);
        Assert.Contains("Ana Lívia Dias", names);
    }

    [Fact]
    public void BrokerLevel_Of255Levels_IsTheOriginalsPriority()
    {
        foreach (var (priority, body) in Messages)
        {
            var level = Urgency.BrokerLevel(Read(body).Deadline, RecordedAt, Recife, levels: 255);
            Assert.Equal(priority, level);
            Assert.Equal(priority, Urgency.Of(Read(body).Deadline, RecordedAt, Recife));
        }
    }

    [Fact]
    public void Encode_DecodedMessage_IsTheSameMail()
    {
        foreach (var (_, body) in Messages)
        {
            var request = Read(body);
            Assert.Equal(request, Read(Encoding.UTF8.GetString(MailRequestCodec.Encode(request))));
        }
    }

    [Fact]
    public void MailId_OfMessagesWithoutOne_IsStableAndDistinct()
    {
        var ids = Messages.Select(m => MailId.Of(Read(m.Body), null, Encoding.UTF8.GetBytes(m.Body))).ToList();
        Assert.Equal(400, ids.Distinct().Count());
        Assert.Equal(ids, Messages.Select(m => MailId.Of(Read(m.Body), null, Encoding.UTF8.GetBytes(m.Body))));
    }

    private static MailRequest Read(string body) =>
        Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(Encoding.UTF8.GetBytes(body))).Request;
}
