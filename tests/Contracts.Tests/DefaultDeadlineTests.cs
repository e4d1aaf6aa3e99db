using System.Text;

namespace MailDispatcher.Contracts.Tests;

/// <summary>A template may say how long its mails are worth sending, for requests that know no date.</summary>
public sealed class DefaultDeadlineTests
{
    private static readonly DateTimeOffset Published = new(2026, 11, 26, 10, 0, 0, TimeSpan.Zero);
    private static readonly MailRequestCodecOptions Options = new()
    {
        Deadlines = new Dictionary<int, TimeSpan> { [17] = TimeSpan.FromMinutes(30) },
    };

    [Fact]
    public void Request_WithoutADeadline_HasItsTemplatesCountedFromItsPublishing()
    {
        var request = Read(Body(17), Published);
        Assert.Equal(Published.AddMinutes(30), request.Deadline);
        Assert.Null(request.ExplicitDeadline);
    }

    [Fact]
    public void PublishedAt_GoesBeforeTheMessagesTime() =>
        Assert.Equal(
            Published.AddMinutes(-30),
            Read(Body(17, "\"published_at\":\"2026-11-26T09:00:00Z\""), Published).Deadline
        );

    [Fact]
    public void Deadline_ThatIsGiven_GoesBefore() =>
        Assert.Equal(Published.AddDays(1), Read(Body(17, "\"deadline\":\"2026-11-27T10:00:00Z\""), Published).Deadline);

    [Fact]
    public void Request_ThatTellsNoTimeOfPublishing_IsUnreadableAndSaysWhatToGive()
    {
        var reason = Assert.IsType<DecodedMail.Unreadable>(Decode(Body(17), null)).Reason;
        Assert.StartsWith("deadline: missing, and the template's own counts from", reason, StringComparison.Ordinal);
        Assert.Contains("published_at", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_WithoutADeadlineOfItsOwn_StillNeedsOne() =>
        Assert.StartsWith(
            "deadline: required",
            Assert.IsType<DecodedMail.Unreadable>(Decode(Body(18), Published)).Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Request_WhoseDeadlineAnotherReaderMayKnow_IsReadWithoutOne()
    {
        var body = Encoding.UTF8.GetBytes(Body(18, "\"not_before\":\"2026-11-27T10:00:00Z\""));
        var request = Assert
            .IsType<DecodedMail.Valid>(
                MailRequestCodec.Decode(body, new MailRequestCodecOptions { DeadlineMayBeMissing = true })
            )
            .Request;
        Assert.False(request.HasDeadline);
        Assert.Throws<InvalidOperationException>(() => request.Deadline);
        Assert.Null(MailRequestRules.FirstProblem(request, Published));
        Assert.StartsWith("deadline: required", MailRequestRules.FirstProblem(request)!, StringComparison.Ordinal);
        Assert.True(Read(Body(17), Published).HasDeadline);
    }

    [Fact]
    public void Default_IsNoPartOfWhatIsWrittenOrCompared()
    {
        var (first, copy) = (Read(Body(17), Published), Read(Body(17), Published.AddHours(1)));
        Assert.Equal(MailRequestCodec.ContentHash(first), MailRequestCodec.ContentHash(copy));
        Assert.DoesNotContain(
            "deadline",
            Encoding.UTF8.GetString(MailRequestCodec.Encode(first)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Deadline_BeyondTheCalendar_EndsWithIt() =>
        Assert.InRange(
            Assert
                .IsType<DecodedMail.Valid>(
                    MailRequestCodec.Decode(
                        Encoding.UTF8.GetBytes(Body(17)),
                        new MailRequestCodecOptions
                        {
                            Deadlines = new Dictionary<int, TimeSpan> { [17] = TimeSpan.MaxValue },
                        },
                        Published
                    )
                )
                .Request.Deadline,
            Published,
            MailRequestRules.Latest
        );

    private static string Body(int template, string? more = null) =>
        $$$"""
            {"recipient":{"name":"Ana","email":"ana@example.com"},"template":{{{template}}},"params":{"CODE":"1"}{{{(
                more is null ? "" : "," + more
            )}}}}
            """;

    private static MailRequest Read(string body, DateTimeOffset? published) =>
        Assert.IsType<DecodedMail.Valid>(Decode(body, published)).Request;

    private static DecodedMail Decode(string body, DateTimeOffset? published) =>
        MailRequestCodec.Decode(Encoding.UTF8.GetBytes(body), Options, published);
}
