using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Policy.Tests;

public sealed class MendedRequestTests
{
    private static readonly Guid Mail = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private const string Parked = """
        {"template":20,"deadline":"2026-11-30T12:00:00Z","recipient":{"name":"Ana","email":"ana@exmple.com"},"params":{"n":1}}
        """;

    [Fact]
    public void Mended_NamesTheFieldsThatChangedAndNoValue()
    {
        var mended = Mend(
            Parked,
            """
            {"template":20,"deadline":"2026-12-01T12:00:00Z","recipient":{"email":"ana@example.com","name":"Ana"},"params":{"n":1}}
            """,
            out _
        );
        Assert.Equal(["deadline", "recipient.email"], mended!.Fields);
        Assert.Equal("ana@example.com", mended.Request.Recipient.Email);
        Assert.Null(mended.OtherMail);
    }

    [Theory]
    [InlineData("not even JSON", "body: not a JSON object")]
    [InlineData(
        """{"template":20,"deadline":"yesterday","recipient":{"name":"A","email":"a@example.com"},"params":{}}""",
        "deadline: "
    )]
    [InlineData(
        """{"template":20,"deadline":"2026-11-26T11:59:59Z","recipient":{"name":"A","email":"a@example.com"},"params":{}}""",
        "deadline: it has passed"
    )]
    [InlineData(
        """
            {"id":"11111111-1111-4111-8111-111111111111","template":20,"deadline":"2026-11-30T12:00:00Z",
             "recipient":{"name":"A","email":"a@example.com"},"params":{}}
            """,
        "id: this mail is 0f8fad5b-d9cb-469f-a165-70867728950e"
    )]
    public void Mended_ThatCantBeSent_IsRefusedWithFieldAndRule(string text, string problem)
    {
        Assert.Null(Mend(Parked, text, out var said));
        Assert.StartsWith(problem, said, StringComparison.Ordinal);
        Assert.DoesNotContain("a@example.com", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_OnceMended_IsTheMailThatItsAppNamed()
    {
        var mended = Mend(
            """{"id":"11111111-1111-4111-8111-111111111111","template":"x"}""",
            """
            {"id":"11111111-1111-4111-8111-111111111111","template":20,"deadline":"2026-11-30T12:00:00Z",
             "recipient":{"name":"A","email":"a@example.com"},"params":{}}
            """,
            out _
        );
        Assert.Equal(Guid.Parse("11111111-1111-4111-8111-111111111111"), mended!.OtherMail);
        Assert.Equal(["template", "deadline", "recipient", "params"], mended.Fields);
    }

    [Fact]
    public void BytesThatWereNoJson_AreMendedAsAWhole() =>
        Assert.Equal(["body"], Mend("\u0001\u0002", Parked, out _)!.Fields);

    [Fact]
    public void Text_OfJson_IsIndentedAndLosesNothing()
    {
        var text = MendedRequest.TextOf(Encoding.UTF8.GetBytes("""{"a":"ü <b>","n":12345678901234567890}"""));
        Assert.Equal("{\n  \"a\": \"ü <b>\",\n  \"n\": 12345678901234567890\n}", text.ReplaceLineEndings("\n"));
    }

    private static MendedRequest? Mend(string parked, string text, out string? problem) =>
        MendedRequest.Of(
            Mail,
            Encoding.UTF8.GetBytes(parked),
            text,
            MailRequestCodecOptions.Default,
            Now,
            null,
            out problem
        );
}
