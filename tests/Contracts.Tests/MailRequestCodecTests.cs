using System.Text;
using System.Text.Json;

namespace MailDispatcher.Contracts.Tests;

public sealed class MailRequestCodecTests
{
    private const string Params =
        """{"mentor_name":"Ana","mentoring_datetime":"2026-12-01T10:00:00Z","mentored_name":"Rui"}""";
    private const string To = """{"name":"Ana","email":"ana@example.com"}""";

    [Theory]
    [InlineData("2026-12-01T10:00:00.5-03:00", "2026-12-01T13:00:00.5+00:00")]
    [InlineData("2026-12-01 10:00:00+14:00", "2026-11-30T20:00:00+00:00")]
    public void Decode_Time_IsHonouredAsWritten(string written, string expected)
    {
        var request = Valid(
            $$"""{"template":7,"recipient":{{To}},"mail_params":{{Params.Replace("2026-12-01T10:00:00Z", written, StringComparison.Ordinal)}}}"""
        );
        Assert.Equal(
            DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            request.Deadline
        );
    }

    [Fact]
    public void Decode_OptionalFields_AreRead()
    {
        var id = Guid.NewGuid();
        var request = Valid(
            $$$"""
            {"id":"{{{id}}}","template":42,"recipient":{{{To}}},"deadline":"2026-12-24T18:00:00Z","topic":"order-1",
             "version":3,"params":{"TOTAL":12.5,"LINES":[1,2]},"added_by_a_newer_publisher":true}
            """
        );
        Assert.Equal(id, request.Id);
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero), request.Deadline);
        Assert.Equal("order-1", request.Topic);
        Assert.Equal(3, request.Version);
        Assert.Equal(12.5, request.Params!.Value.GetProperty("TOTAL").GetDouble());
    }

    [Theory]
    [InlineData("", "body: not a JSON object in UTF-8")]
    [InlineData("null", "body: null")]
    [InlineData("[]", "body: not a JSON object in UTF-8")]
    [InlineData("""{"template":7}""", "body: recipient is required")]
    [InlineData("""{"template":"x","recipient":TO}""", "template: not a whole number")]
    [InlineData("""{"template":7,"recipient":TO}""", "mail_params: required by the templates 7, 9, 10, 11 and 16")]
    [InlineData(
        """{"template":8,"recipient":TO,"mail_params":PARAMS}""",
        "template: unknown; use 7, 9, 10, 11 or 16, or give params to fill a template of your own"
    )]
    [InlineData(
        """{"template":8,"recipient":TO,"params":{}}""",
        "deadline: required when there is no mail_params.mentoring_datetime"
    )]
    [InlineData(
        """{"template":8,"recipient":TO,"params":[],"deadline":"2026-12-24T18:00:00Z"}""",
        "params: must be a JSON object"
    )]
    [InlineData(
        """{"template":8,"recipient":TO,"params":{"A":"\ud800"},"deadline":"2026-12-24T18:00:00Z"}""",
        "params: holds text that is not valid Unicode"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":{"mentor_name":"A","mentored_name":"B"}}""",
        "mail_params: mentor_name, mentoring_datetime and mentored_name are required"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":{"mentor_name":"A","mentored_name":"B","mentoring_datetime":"tomorrow"}}""",
        "mail_params.mentoring_datetime: not a time; write it as 2026-11-21T22:32:51-03:00"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":{"mentor_name":"A","mentored_name":"B","mentoring_datetime":"0001-01-01T00:00:00Z"}}""",
        "mail_params.mentoring_datetime: outside the years 1970 to 2199"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":{"mentor_name":"A\r\nBcc: x","mentored_name":"B","mentoring_datetime":"2026-12-24T18:00:00Z"}}""",
        "mail_params.mentor_name: holds control characters"
    )]
    [InlineData("""{"template":7,"template":9,"recipient":TO,"mail_params":PARAMS}""", "template: given twice")]
    [InlineData(
        """{"template":7,"recipient":{"name":"A","email":"a@b\r\nc.com"},"mail_params":PARAMS}""",
        "recipient.email: not a mail address (name@domain, in ASCII before the @)"
    )]
    [InlineData("""{"template":7,"recipient":{"name":"A"},"mail_params":PARAMS}""", "recipient.email: required")]
    [InlineData(
        """{"template":7,"recipient":{"name":"A","email":"nobody"},"mail_params":PARAMS}""",
        "recipient.email: not a mail address (name@domain, in ASCII before the @)"
    )]
    [InlineData("""{"id":"7","template":7,"recipient":TO,"mail_params":PARAMS}""", "id: not a UUID")]
    [InlineData(
        """{"cancel":true,"topic":null,"recipient":TO}""",
        "topic: null in a cancel request; leave it out to withdraw all that waits for the recipient"
    )]
    [InlineData("""{"cancel":true,"topic":"","recipient":TO}""", "topic: empty; leave it out")]
    [InlineData("""{"cancel":"yes","topic":"t","recipient":TO}""", "cancel: neither true nor false")]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"not_before":"2026-12-01T10:00:00Z"}""",
        "not_before: must be before the deadline"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"app":"my.shop"}""",
        "app: one word of letters, digits, - and _, at most 50"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"reply_to":{"email":"x"}}""",
        "reply_to.email: not a mail address (name@domain, in ASCII before the @)"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"cc":[TO,{"name":"x"}]}""",
        "cc[1].email: required"
    )]
    [InlineData("""{"template":7,"recipient":TO,"mail_params":PARAMS,"bcc":TO}""", "bcc: not a list")]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"attachments":[{"url":"file:///etc/passwd"}]}""",
        "attachments[0].url: an absolute https address of at most 2000 characters is required"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"published_at":"yesterday"}""",
        "published_at: not a time; write it as 2026-11-21T22:32:51-03:00"
    )]
    [InlineData(
        """{"template":8,"recipient":TO,"params":{"A":{"B":1,"B":2}},"deadline":"2026-12-24T18:00:00Z"}""",
        "params: gives a name twice"
    )]
    [InlineData(
        """{"template":7,"recipient":TO,"mail_params":PARAMS,"dedline":1,"strict":true}""",
        "dedline: unknown, and strict is set"
    )]
    public void Decode_BadBody_SaysWhichFieldAndWhatToDo(string body, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(
            body.Replace("TO", To, StringComparison.Ordinal).Replace("PARAMS", Params, StringComparison.Ordinal)
        );
        Assert.Equal(reason, Assert.IsType<DecodedMail.Unreadable>(MailRequestCodec.Decode(bytes)).Reason);
    }

    [Fact]
    public void Decode_BytesThatAreNoText_AreRefused()
    {
        byte[] latin1 =
        [
            .. """{"template":7,"recipient":{"name":"Cau"""u8,
            0xE3,
            .. "\",\"email\":\"a@example.com\"}}"u8,
        ];
        Assert.IsType<DecodedMail.Unreadable>(MailRequestCodec.Decode(latin1));
        Assert.IsType<DecodedMail.Unreadable>(MailRequestCodec.Decode(new byte[MailRequestCodec.MaxBodyBytes + 1]));
        Assert.IsType<DecodedMail.Unreadable>(MailRequestCodec.Decode(Encoding.UTF8.GetBytes(new string('[', 10_000))));
    }

    [Fact]
    public void Decode_CancelRequest_NeedsNeitherTemplateNorDeadline()
    {
        var request = Valid($$"""{"cancel":true,"topic":"mentoring-42","recipient":{{To}}}""");
        Assert.True(request.Cancel);
    }

    [Fact]
    public void Encode_WritesAccentsAsThemselves()
    {
        var json = Encoding.UTF8.GetString(
            MailRequestCodec.Encode(
                new MailRequest
                {
                    Template = 42,
                    Recipient = new Recipient("Cauã", "caua@example.com"),
                    ExplicitDeadline = new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.FromHours(-3)),
                    Params = JsonDocument.Parse("""{"A":1}""").RootElement,
                }
            )
        );
        Assert.Equal(
            """{"recipient":{"name":"Cauã","email":"caua@example.com"},"template":42,"deadline":"2026-12-24T18:00:00-03:00","params":{"A":1}}""",
            json
        );
    }

    private static MailRequest Valid(string json) =>
        Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(Encoding.UTF8.GetBytes(json))).Request;
}
