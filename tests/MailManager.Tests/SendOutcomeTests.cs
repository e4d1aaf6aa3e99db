using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What each answer of the provider means, over real HTTP.</summary>
public sealed class SendOutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(201, """{"messageId":"<1@relay>"}""", "<1@relay>")]
    [InlineData(202, """{"messageId":"<1@relay>","batchId":"b"}""", "<1@relay>")]
    [InlineData(201, """{"messageIds":["<2@relay>","<3@relay>"]}""", "<2@relay>")]
    [InlineData(200, """{"messageId":"<1@relay>"}""", "<1@relay>")]
    [InlineData(201, "", null)]
    [InlineData(202, "", null)]
    public async Task Send_TakenByTheProvider_IsAccepted(int status, string body, string? messageId) =>
        Assert.Equal(new SendOutcome.Accepted(messageId), await SendAsync(new ScriptedAnswer(status, body)));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html>created</html>")]
    [InlineData("""{"messageId":17}""")]
    [InlineData("""{"messageId":"a\nb"}""")]
    [InlineData("""{"code":"unauthorized","message":"odd"}""")]
    public async Task Send_CreatedByAWordThatIsNotTheProviders_IsUncertain(string body)
    {
        Assert.Equal(
            new SendOutcome.Uncertain("201 with a body that names no message"),
            await SendAsync(new ScriptedAnswer(201, body))
        );
        Assert.Equal(
            new SendOutcome.Uncertain("202 with a body that names no message"),
            await SendAsync(new ScriptedAnswer(202, body))
        );
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task Send_WithAUsedKey_IsAlreadyTaken(int status)
    {
        Assert.Equal(
            new SendOutcome.AlreadyTaken(),
            await SendAsync(ScriptedAnswer.Error(status, "duplicate_parameter", "Duplicate"))
        );
        Assert.Equal(
            new SendOutcome.AlreadyTaken(),
            await SendAsync(ScriptedAnswer.Error(status, "DUPLICATE_PARAMETER", ""))
        );
    }

    [Theory]
    [InlineData(400, "invalid_parameter", "email is not valid in to")]
    [InlineData(400, "INVALID_PARAMETER", "Invalid params")]
    [InlineData(400, "missing_parameter", "No input in body")]
    [InlineData(400, "a_code_of_tomorrow", "because")]
    [InlineData(404, "document_not_found", "Contact not found")]
    [InlineData(413, "too_large", "too large")]
    [InlineData(422, "unprocessable_entity", "no")]
    public async Task Send_OfAMailThatIsWrong_IsRefusedWithCodeAndMessage(int status, string code, string message) =>
        Assert.Equal(
            new SendOutcome.Refused(code, message),
            await SendAsync(ScriptedAnswer.Error(status, code, message))
        );

    [Theory]
    [InlineData(404, "document_not_found", "Template ID not found")]
    [InlineData(400, "invalid_parameter", "Template is not active")]
    [InlineData(400, "INVALID_PARAMETER", "templateId is invalid")]
    [InlineData(422, "unprocessable_entity", "the template can't be rendered")]
    public async Task Send_RefusedForItsTemplate_IsTheTemplatesFault(int status, string code, string message) =>
        Assert.Equal(
            new SendOutcome.TemplateFault(code, message),
            await SendAsync(ScriptedAnswer.Error(status, code, message))
        );

    [Theory]
    [InlineData(400, "")]
    [InlineData(400, "<html>400 Bad Request</html>")]
    [InlineData(422, "[]")]
    [InlineData(422, """{"code":null}""")]
    public async Task Send_RefusedWithoutAnErrorBody_SaysTheStatus(int status, string body) =>
        Assert.Equal(
            new SendOutcome.Refused($"http_{status}", "the provider gave no reason"),
            await SendAsync(new ScriptedAnswer(status, body))
        );

    [Theory]
    [InlineData(400, """{"code":17,"message":{"why":"odd"}}""", "17", """{"why":"odd"}""")]
    [InlineData(400, """{"message":"only a message"}""", "http_400", "only a message")]
    [InlineData(400, """{"code":"\ud800","message":"half a pair"}""", "\"\\ud800\"", "half a pair")]
    public async Task Send_RefusedWithAnOddErrorBody_KeepsWhatItSays(
        int status,
        string body,
        string code,
        string message
    ) => Assert.Equal(new SendOutcome.Refused(code, message), await SendAsync(new ScriptedAnswer(status, body)));

    [Theory]
    [InlineData(401, "unauthorized", "Key not found")]
    [InlineData(400, "unauthorized", "Key not found")]
    [InlineData(401, "Authentication failed", "authentication not found in headers")]
    [InlineData(400, "api-key not found", "x")]
    [InlineData(403, "permission_denied", "no right")]
    [InlineData(403, "account_under_validation", "wait")]
    [InlineData(400, "account_under_validation", "wait")]
    [InlineData(400, "missing_parameter", "sender is missing")]
    [InlineData(400, "invalid_parameter", "valid sender email required")]
    [InlineData(405, "method_not_allowed", "POST")]
    public async Task Send_FromAnAccountAtFault_IsAnAccountFault(int status, string code, string message) =>
        Assert.Equal(
            new SendOutcome.AccountFault(code, message),
            await SendAsync(ScriptedAnswer.Error(status, code, message))
        );

    [Theory]
    [InlineData(401, "")]
    [InlineData(403, "<html>blocked</html>")]
    [InlineData(407, "")]
    [InlineData(404, "<html>nginx</html>")]
    [InlineData(405, "")]
    [InlineData(302, "")]
    [InlineData(308, "moved")]
    public async Task Send_ToWhatIsNotTheMailApi_IsAnAccountFault(int status, string body) =>
        Assert.Equal(
            $"http_{status}",
            Assert
                .IsType<SendOutcome.AccountFault>(
                    await SendAsync(
                        new ScriptedAnswer(status, body)
                        {
                            Headers = new Dictionary<string, string> { ["location"] = "/elsewhere" },
                        }
                    )
                )
                .Code
        );

    [Theory]
    [InlineData(402, "not_enough_credits", "not_enough_credits")]
    [InlineData(400, "not_enough_credits", "not_enough_credits")]
    [InlineData(400, "Insufficient credits", "Insufficient credits")]
    [InlineData(400, "max_emails_per_day_exceeded", "max_emails_per_day_exceeded")]
    [InlineData(429, "max_emails_per_day_exceeded", "max_emails_per_day_exceeded")]
    [InlineData(402, null, "http_402")]
    public async Task Send_WithoutCredits_IsOutOfCredits(int status, string? code, string expected) =>
        Assert.Equal(
            new SendOutcome.OutOfCredits(expected),
            await SendAsync(
                code is null ? new ScriptedAnswer(status, "<html>") : ScriptedAnswer.Error(status, code, "no")
            )
        );

    [Theory]
    [InlineData(null, null, 60)]
    [InlineData("7", null, 7)]
    [InlineData("7", "40", 7)]
    [InlineData(null, "40", 40)]
    [InlineData(null, "40.5", 40.5)]
    [InlineData("soon", "40", 40)]
    [InlineData(null, "soon", 60)]
    [InlineData("0", null, 1)]
    [InlineData(null, "0", 1)]
    [InlineData("-5", null, 60)]
    [InlineData(null, "-5", 60)]
    [InlineData("3600", null, 300)]
    [InlineData(null, "99999999999999999999", 60)]
    [InlineData("Sat, 21 Nov 2026 12:02:00 GMT", null, 120)]
    [InlineData("Sat, 21 Nov 2026 11:00:00 GMT", null, 1)]
    public async Task Send_TooFast_IsThrottledUntilTheProviderSays(string? retryAfter, string? reset, double seconds)
    {
        var headers = new Dictionary<string, string>();
        if (retryAfter is not null)
            headers["retry-after"] = retryAfter;
        if (reset is not null)
            headers["x-sib-ratelimit-reset"] = reset;
        var outcome = await SendAsync(new ScriptedAnswer(429, "slow down", "text/plain") { Headers = headers });
        Assert.Equal(new SendOutcome.Throttled(Now.AddSeconds(seconds)), outcome);
    }

    [Fact]
    public async Task Send_TooFastByTheCode_IsThrottledWhateverTheStatus() =>
        Assert.Equal(
            new SendOutcome.Throttled(Now.AddSeconds(60)),
            await SendAsync(ScriptedAnswer.Error(400, "too_many_requests", "slow down"))
        );

    [Theory]
    [InlineData(429, "Too many requests of this sender", typeof(SendOutcome.Throttled))]
    [InlineData(402, "the sender has no credits", typeof(SendOutcome.OutOfCredits))]
    [InlineData(500, "sender service failed", typeof(SendOutcome.Uncertain))]
    [InlineData(503, "sender service is away", typeof(SendOutcome.NotTaken))]
    public async Task Send_WhoseStatusSaysMoreThanTheWordSender_GoesByTheStatus(
        int status,
        string message,
        Type outcome
    ) => Assert.IsType(outcome, await SendAsync(ScriptedAnswer.Error(status, "some_code", message)));

    [Theory]
    [InlineData(500, """{"code":"internal_error","message":"oops"}""")]
    [InlineData(500, "")]
    [InlineData(502, "")]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(504, "")]
    [InlineData(520, "")]
    [InlineData(200, "")]
    [InlineData(200, "<html>Please log in to the wireless network</html>")]
    [InlineData(204, "")]
    [InlineData(408, "")]
    [InlineData(409, "")]
    [InlineData(409, """{"code":"duplicate_request","message":"Request already processed"}""")]
    [InlineData(400, """{"code":"Request already processed","message":""}""")]
    public async Task Send_AnsweredSoThatNobodyKnows_IsUncertain(int status, string body) =>
        Assert.IsType<SendOutcome.Uncertain>(await SendAsync(new ScriptedAnswer(status, body)));

    [Theory]
    [InlineData("")]
    [InlineData("<html>maintenance</html>")]
    public async Task Send_ToAProviderInMaintenance_IsNotTaken(string body) =>
        Assert.IsType<SendOutcome.NotTaken>(await SendAsync(new ScriptedAnswer(503, body)));

    [Fact]
    public async Task Send_OfWhatMayHaveBeenTaken_IsNeverRepeated()
    {
        foreach (var status in new[] { 500, 502, 503, 504, 429, 400, 401, 402, 201 })
        {
            await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(status));
            await using var program = new ProgramWithProvider(peer.Url);
            await program.Provider.SendAsync(Mails.Any(), Token);
            Assert.Single(peer.Calls);
        }
    }

    private static async Task<SendOutcome> SendAsync(ScriptedAnswer answer)
    {
        await using var peer = await ScriptedProvider.StartAsync(answer);
        await using var program = new ProgramWithProvider(peer.Url, new FakeTimeProvider(Now));
        return await program.Provider.SendAsync(Mails.Any(), Token);
    }
}
