using System.Text;

namespace MailDispatcher.Contracts.Tests;

/// <summary>What host apps really send, and what they must be told.</summary>
public sealed class HostAppRequestTests
{
    private const string Mail = """ "template":50,"params":{"A":1},"deadline":"2026-11-29T10:00:00Z" """;
    private const string To = """ "recipient":{"name":"A","email":"a@example.com"} """;

    [Theory]
    [InlineData("""{TO,MAIL,"scheduled_at":"2026-11-28T10:00:00Z"}""", "scheduled_at")]
    [InlineData("""{TO,MAIL,"dedline":"2026-11-26T10:00:00Z","Template":3}""", "dedline,Template")]
    [InlineData("""{"recipient":{"name":"A","email":"a@example.com","phone":"1"},MAIL}""", "recipient.phone")]
    [InlineData("""{TO,MAIL,"ana@example.com":1}""", "(a name that can't be shown)")]
    [InlineData(
        """{TO,MAIL,"reply_to":{"email":"help@example.com"},"cc":[{"email":"boss@example.com","title":"x"}]}""",
        "cc[0].title"
    )]
    public void Decode_UnknownField_IsNamed(string body, string names) =>
        Assert.Equal(names.Split(','), Valid(body).UnknownFields);

    [Theory]
    [InlineData("""{TO,MAIL,"dedline":1}""", "dedline", "deadline")]
    [InlineData("""{TO,"template":50,"params":{},"dedline":1}""", "dedline", "deadline")]
    [InlineData("""{"recipient":{"email":"a@example.com","Name":1},MAIL}""", "recipient.Name", "name")]
    [InlineData("""{TO,MAIL,"scheduled_at":1}""", "scheduled_at", null)]
    public void Decode_UnknownField_IsToldTheOneThatItResembles(string body, string field, string? nearest)
    {
        var decoded = Decode(body);
        Assert.Equal([field], decoded.UnknownFields);
        Assert.Equal(nearest, decoded.NearestFields.GetValueOrDefault(field));
    }

    [Fact]
    public void Decode_TimesWithoutAZone_AreNamedAlsoWhereOneIsGiven()
    {
        const string Body = """{TO,MAIL,"published_at":"2026-11-28T10:00:00","not_before":"2026-11-28T10:00:00Z"}""";
        Assert.IsType<DecodedMail.Unreadable>(Decode(Body));
        Assert.Equal(["published_at"], Decode(Body).TimesWithoutZone);
        var read = Decode(Body, new MailRequestCodecOptions { Zone = TimeZoneInfo.Utc });
        Assert.IsType<DecodedMail.Valid>(read);
        Assert.Equal(["published_at"], read.TimesWithoutZone);
    }

    [Fact]
    public void Decode_TwentyAndMoreUnknownFields_NamesTwenty()
    {
        var many = string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"f{n}\":1"));
        Assert.Equal(20, Valid($$"""{TO,MAIL,{{many}}}""").UnknownFields.Count);
    }

    [Fact]
    public void Decode_AdditiveFields_AreReadAndWrittenAlike()
    {
        var request = Valid(
            """
            {TO,MAIL,"published_at":"2026-11-25T10:00:00.1234567Z","app":"shop","ref":77,"data":{"order":[77]},"not_before":"2026-11-28T10:00:00Z",
             "reply_to":{"email":"help@example.com"},"sender":{"name":"Shop","email":"shop@example.com"},"cc":[{"email":"b@example.com"}],
             "bcc":[{"email":"c@example.com"},{"email":"d@example.com"}],"attachments":[{"url":"https://example.com/a.pdf","name":"a.pdf"}],"strict":true}
            """
        ).Request;
        Assert.Equal(("shop", "77", 4), (request.App, request.Ref, request.Credits));
        Assert.Equal(1_234_567, request.PublishedAt!.Value.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal("help@example.com", request.ReplyTo!.Email);
        Assert.Equal("https://example.com/a.pdf", Assert.Single(request.Attachments!).Url);
        var again = Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(MailRequestCodec.Encode(request))).Request;
        Assert.Equal(MailRequestCodec.ContentHash(request), MailRequestCodec.ContentHash(again));
        Assert.Equal("""{"order":[77]}""", again.Data!.Value.GetRawText());
        Assert.Equal(request.PublishedAt, again.PublishedAt);
    }

    [Fact]
    public void Decode_NumbersForKeys_AreTheirDigits()
    {
        var request = Valid(
            """
            {"template":7,TO,"topic":42,"ref":99999999999999999999,"mail_params":{"mentor_name":"A","mentored_name":"B","mentoring_datetime":"2026-12-01T10:00:00Z","mentor_id":7,"mentored_id":12345678901}}
            """
        ).Request;
        Assert.Equal("99999999999999999999", request.Ref);
        Assert.Equal(
            ("42", "7", "12345678901"),
            (request.Topic, request.Mentoring!.MentorId, request.Mentoring.MentoredId)
        );
    }

    [Theory]
    [InlineData("ana@exämple.de", "ana@xn--exmple-cua.de")]
    [InlineData("ana@EXÄMPLE.de", "ana@xn--exmple-cua.de")]
    [InlineData("  ana@example.com ", "ana@example.com")]
    [InlineData("ana@日本語.jp", "ana@xn--wgv71a119e.jp")]
    public void Decode_AccentedDomainOrBlanks_ReachTheSameMailbox(string written, string address)
    {
        Assert.Equal(address, Valid($$"""{"recipient":{"email":"{{written}}"},MAIL}""").Request.Recipient.Email);
        Assert.Equal(address, new Recipient(null, written).Email);
        Assert.Equal(address, (new Recipient(null, "x@example.com") with { Email = written }).Email);
    }

    [Theory]
    [InlineData("anä@example.com")]
    [InlineData("ana@exa\u0308mple.de")]
    [InlineData("ana@ｅxample.com")]
    [InlineData("ana@ä..de")]
    public void Decode_AddressThatCantBeHelped_IsRefused(string written) =>
        Assert.StartsWith(
            "recipient.email: not a mail address",
            Unreadable($$"""{"recipient":{"email":"{{written}}"},MAIL}""").Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Decode_CancelWithoutTopic_IsForThePerson()
    {
        Assert.Equal(
            RequestScope.Person,
            Valid("""{"cancel": true, "recipient": {"name": "G", "email": "gone@example.com"}}""").Request.Scope
        );
        Assert.Equal(RequestScope.Topic, Valid("""{"cancel":true,"topic":"t",TO}""").Request.Scope);
        Assert.Equal(RequestScope.Mail, Valid("""{"topic":"t",TO,MAIL}""").Request.Scope);
    }

    [Theory]
    [InlineData("""{"id":"0192d2a0-0000-7000-8000-000000000001","template":"x",TO}""")]
    [InlineData("""{"template":7,"id":"0192d2a0000070008000000000000001"}""")]
    [InlineData("""{"id":"0192d2a0-0000-7000-8000-000000000001","template":7,"recipient":{"na""")]
    [InlineData("""{"a":{"id":3},"id":"urn:uuid:0192d2a0-0000-7000-8000-000000000001",,}""")]
    public void Decode_UnreadableBody_TellsItsIdAndDoesNotPassForThatMail(string body)
    {
        var id = Guid.Parse("0192d2a0-0000-7000-8000-000000000001");
        Assert.Equal(id, Unreadable(body).Id);
        Assert.Equal(
            MailId.FromBytes(Bytes(body)),
            MailId.OfDecoded(MailRequestCodec.Decode(Bytes(body)), id.ToString(), Bytes(body))
        );
    }

    [Fact]
    public void MailId_SameRequestInAnotherOrder_IsOneMail()
    {
        Assert.Equal(
            IdOf("""{TO,MAIL}"""),
            IdOf(
                """{ "deadline":"2026-11-29T10:00:00Z","params":{"\u0041":1.0},"template":50,"topic":null, TO,"published_at":"2026-11-25T10:00:00Z"}"""
            )
        );
        Assert.NotEqual(IdOf("""{TO,MAIL}"""), IdOf("""{TO,MAIL,"order":7}"""));
        static Guid IdOf(string body) => MailId.OfDecoded(MailRequestCodec.Decode(Bytes(body)), null, Bytes(body));
    }

    [Fact]
    public void ContentHash_SameContent_IgnoresIdTimeOfPublishingAndSpelling()
    {
        var hash = Hash("""{TO,MAIL}""");
        Assert.Equal(
            hash,
            Hash(
                """{"id":"0192d2a0-0000-7000-8000-000000000001",MAIL,TO,"published_at":"2026-11-25T10:00:00Z","cancel":false}"""
            )
        );
        Assert.Equal(hash, Hash("""{TO,"template":50,"params":{"A":1.00},"deadline":"2026-11-29T07:00:00-03:00"}"""));
        Assert.NotEqual(hash, Hash("""{TO,"template":50,"params":{"A":2},"deadline":"2026-11-29T10:00:00Z"}"""));
        Assert.NotEqual(hash, Hash("""{"recipient":{"name":"A","email":"b@example.com"},MAIL}"""));
        static long Hash(string body) => MailRequestCodec.ContentHash(Valid(body).Request);
    }

    [Fact]
    public void ToString_OfAnyRequest_ShowsNobodyAndNeverThrows()
    {
        MailRequest[] requests =
        [
            Valid("""{"cancel":true,TO}""").Request,
            Valid("""{TO,MAIL,"topic":"a@example.com","cc":[{"email":"b@example.com"}]}""").Request,
            new() { Recipient = new Recipient("Ana", "ana@example.com") },
        ];
        foreach (var request in requests)
        {
            Assert.DoesNotContain("@", $"{request} {request.Recipient}", StringComparison.Ordinal);
            Assert.DoesNotContain("Ana", $"{request} {request.Recipient}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FirstProblem_DeadlineThatHasPassed_IsOnePublishingNow()
    {
        var request = Valid("""{TO,MAIL}""").Request;
        Assert.Null(MailRequestRules.FirstProblem(request, request.Deadline.AddTicks(-1)));
        Assert.Equal(
            "deadline: has passed; the mail would never be sent",
            MailRequestRules.FirstProblem(request, request.Deadline)
        );
        Assert.Null(MailRequestRules.FirstProblem(Valid("""{"cancel":true,TO}""").Request, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Decode_DataAboveOneKilobyte_IsRefused()
    {
        Assert.Equal(
            1024,
            Valid($$"""{TO,MAIL,"data":"{{new string('x', 1022)}}"}""").Request.Data!.Value.GetRawText().Length
        );
        Assert.Equal(
            "data: larger than 1024 bytes",
            Unreadable($$"""{TO,MAIL,"data":"{{new string('x', 1023)}}"}""").Reason
        );
    }

    private static DecodedMail Decode(string body, MailRequestCodecOptions? options = null) =>
        MailRequestCodec.Decode(Bytes(body), options ?? MailRequestCodecOptions.Default);

    private static DecodedMail.Valid Valid(string body) =>
        Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(Bytes(body)));

    private static DecodedMail.Unreadable Unreadable(string body) =>
        Assert.IsType<DecodedMail.Unreadable>(MailRequestCodec.Decode(Bytes(body)));

    private static byte[] Bytes(string body) =>
        Encoding.UTF8.GetBytes(
            body.Replace("TO", To, StringComparison.Ordinal).Replace("MAIL", Mail, StringComparison.Ordinal)
        );
}
