using System.Collections.Frozen;
using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;
using NJsonSchema;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What arrives at the provider, read from the wire.</summary>
public sealed class SendRequestTests : IAsyncLifetime
{
    private ScriptedProvider _peer = null!;
    private ProgramWithProvider _program = null!;
    private JsonSchema _schema = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _peer = await ScriptedProvider.StartAsync();
        _program = new ProgramWithProvider(_peer.Url);
        _schema = await JsonSchema.FromFileAsync(
            Path.Combine(AppContext.BaseDirectory, "Data", "brevo-smtp-email.strict.schema.json"),
            Token
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task Body_OfEachOriginalMessage_FitsTheProvidersSchema()
    {
        var requests = Mails.Original().ToList();
        Assert.Equal(400, requests.Count);
        foreach (var request in requests)
            await SendAsync(Mails.Of(request));
        Assert.Equal(400, _peer.Calls.Count);
        Assert.All(_peer.Calls, call => Assert.Empty(_schema.Validate(call.Body)));
    }

    [Fact]
    public async Task People_AndFiles_ThatTheRequestNames_GoToTheProvider()
    {
        var request = Mails.Original().First() with
        {
            Sender = new Recipient("Mentoria", "mentoria@example.com"),
            ReplyTo = new Recipient(null, "answers@example.com"),
            Cc = [new Recipient("Ana", "ana@example.com"), new Recipient(null, "rui@example.com")],
            Bcc = [new Recipient(new string('x', 90), "archive@example.com")],
            Attachments = [new Attachment("https://example.com/ticket.pdf", "ticket.pdf")],
        };
        var call = await SendAsync(Mails.Of(request));
        Assert.Empty(_schema.Validate(call.Body));
        Assert.Equal("mentoria@example.com", call.Json.GetProperty("sender").GetProperty("email").GetString());
        Assert.Equal("answers@example.com", call.Json.GetProperty("replyTo").GetProperty("email").GetString());
        Assert.Equal(
            ["ana@example.com", "rui@example.com"],
            call.Json.GetProperty("cc").EnumerateArray().Select(person => person.GetProperty("email").GetString())
        );
        var archive = Assert.Single(call.Json.GetProperty("bcc").EnumerateArray());
        Assert.Equal(70, archive.GetProperty("name").GetString()!.Length);
        var file = Assert.Single(call.Json.GetProperty("attachment").EnumerateArray());
        Assert.Equal(
            ("https://example.com/ticket.pdf", "ticket.pdf"),
            (file.GetProperty("url").GetString(), file.GetProperty("name").GetString())
        );
    }

    [Fact]
    public async Task Fields_ThatTheRequestLeavesOut_AreLeftOut()
    {
        var call = await SendAsync(Mails.Of(Mails.Original().First() with { Cc = [], Bcc = [], Attachments = [] }));
        foreach (var field in new[] { "sender", "replyTo", "cc", "bcc", "attachment" })
            Assert.False(call.Json.TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task Schema_OfABodyThatIsWrong_Refuses()
    {
        var good = await SendAsync(Mails.Any());
        Assert.Empty(_schema.Validate(good.Body));
        Assert.NotEmpty(
            _schema.Validate(good.Body.Replace("\"templateId\"", "\"template_id\"", StringComparison.Ordinal))
        );
        Assert.NotEmpty(_schema.Validate(good.Body.Replace(Mails.Address, "nobody", StringComparison.Ordinal)));
        Assert.NotEmpty(
            _schema.Validate("""{"templateId":7,"to":[{"email":"a@example.com"}],"headers":{"idempotencyKey":1}}""")
        );
    }

    [Theory]
    [InlineData("Sr. \"Aspas\" \\ barra / </script> {{ params.X }} %NOME%")]
    [InlineData("Ωμέγα, 李小龍 👩‍👩‍👧‍👦 \u202e\u200b")]
    [InlineData("vírgula, ponto; e <outro@example.com>")]
    [InlineData("half a pair \ud83d and its other half \udc69")]
    [InlineData("'; DROP TABLE mails; --")]
    public async Task Body_OfAHostileName_FitsTheSchemaAndKeepsItsShape(string name)
    {
        var request = Mails.Mentoring(MailTemplate.NotSelected);
        var call = await SendAsync(
            Mails.Of(
                request with
                {
                    Recipient = request.Recipient with { Name = name },
                    Mentoring = request.Mentoring! with { MentorName = name, MentorId = name, MentoredId = name },
                }
            )
        );
        Assert.Empty(_schema.Validate(call.Body));
        var wellFormed = string.Concat(name.EnumerateRunes());
        Assert.Equal(wellFormed, call.Json.GetProperty("to")[0].GetProperty("name").GetString());
        Assert.Equal(wellFormed, call.Json.GetProperty("params").GetProperty("MENTOR_NAME").GetString());
        Assert.Equal(5, call.Json.EnumerateObject().Count());
    }

    [Fact]
    public async Task Body_OfDeepAndLargeParameters_ArrivesAsItIs()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        var free =
            $$$"""{"deep":{{{deep}}},"long":"{{{new string('x', 90_000)}}}","number":1e300,"nothing":null,"":{"a":[1,"{{x}}"]}}""";
        var call = await SendAsync(Mails.Of(Own(42, free)));
        Assert.Empty(_schema.Validate(call.Body));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(free).RootElement, call.Json.GetProperty("params")));
    }

    [Theory]
    [InlineData(7, "MENTORED_ID=mentored-1")]
    [InlineData(9, "MENTOR_ID=mentor-1")]
    [InlineData(10, null)]
    [InlineData(11, "MENTOR_ID=mentor-1")]
    [InlineData(16, "MENTORING_DATE_LIMIT=20/11/2026")]
    public async Task Params_OfEachTemplate_AreTheOriginals(int template, string? additional)
    {
        var call = await SendAsync(Mails.Of(Mails.Mentoring(template)));
        string[] expected =
        [
            "MENTORED_NAME=Davi Monteiro",
            "MENTORING_DATE=21/11/2026",
            "MENTORING_HOUR=22:30",
            $"MENTOR_NAME={Mails.Name}",
            .. additional is null ? Array.Empty<string>() : [additional],
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Params(call));
        Assert.Equal(template, call.Json.GetProperty("templateId").GetInt64());
    }

    [Fact]
    public async Task Params_InAnotherZone_FollowIt()
    {
        await using var tokyo = new ProgramWithProvider(
            _peer.Url,
            null,
            o => o with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo") }
        );
        await tokyo.Provider.SendAsync(Mails.Of(Mails.Mentoring(MailTemplate.MentorOfMentoredLeaving)), Token);
        Assert.Contains("MENTORING_DATE=22/11/2026", Params(_peer.Calls[^1]));
        Assert.Contains("MENTORING_HOUR=10:30", Params(_peer.Calls[^1]));
        Assert.Contains("MENTORING_DATE_LIMIT=21/11/2026", Params(_peer.Calls[^1]));
    }

    [Fact]
    public async Task Params_OnTheFirstOfAMonth_LimitIsTheLastOfTheOneBefore()
    {
        var request = Mails.Mentoring(MailTemplate.MentorOfMentoredLeaving);
        var start = new DateTimeOffset(2028, 3, 1, 9, 5, 0, TimeSpan.FromHours(-3));
        var call = await SendAsync(
            Mails.Of(request with { Mentoring = request.Mentoring! with { MentoringStart = start } })
        );
        Assert.Contains("MENTORING_DATE_LIMIT=29/02/2028", Params(call));
        Assert.Contains("MENTORING_HOUR=09:05", Params(call));
    }

    [Fact]
    public async Task Params_GivenFreelyToAMentoringTemplate_AreAddedAndTheComputedWin()
    {
        var call = await SendAsync(
            Mails.Of(Mails.Mentoring(10, """{"MENTOR_NAME":"another","LINK":"https://example.com/1"}"""))
        );
        Assert.Contains($"MENTOR_NAME={Mails.Name}", Params(call));
        Assert.Contains("LINK=https://example.com/1", Params(call));
    }

    [Fact]
    public async Task Params_OfAnIdThatIsNotGiven_LeaveItOut()
    {
        var request = Mails.Mentoring(MailTemplate.ConfirmationToMentored);
        var call = await SendAsync(Mails.Of(request with { Mentoring = request.Mentoring! with { MentorId = null } }));
        Assert.DoesNotContain(Params(call), p => p.StartsWith("MENTOR_ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Params_OfMailsThatGoAlong_AreAListOfTheirOwn()
    {
        var other = Mails.Mentoring(MailTemplate.NotSelected, """{"LINK":"https://example.com/2"}""");
        var call = await SendAsync(Mails.Of(Mails.Mentoring(MailTemplate.NotSelected)) with { Along = [other, other] });
        Assert.Empty(_schema.Validate(call.Body));
        var along = call.Json.GetProperty("params").GetProperty("COALESCED").EnumerateArray().ToList();
        Assert.Equal(2, along.Count);
        Assert.All(along, one => Assert.Equal("https://example.com/2", one.GetProperty("LINK").GetString()));
        Assert.All(along, one => Assert.Equal("21/11/2026", one.GetProperty("MENTORING_DATE").GetString()));
    }

    [Fact]
    public async Task Params_OfAHostAppsOwnTemplate_AreOnlyTheFreeOnes()
    {
        var call = await SendAsync(
            Mails.Of(Own(42, """{"CODE":"1234"}""") with { Mentoring = Mails.Mentoring(7).Mentoring })
        );
        Assert.Equal(["CODE=1234"], Params(call));
    }

    [Fact]
    public async Task Params_OfNone_AreLeftOut()
    {
        var call = await SendAsync(Mails.Of(Own(42, "{}")));
        Assert.False(call.Json.TryGetProperty("params", out _));
        Assert.Empty(_schema.Validate(call.Body));
    }

    [Fact]
    public async Task TemplateId_OfAMappedTemplate_IsTheProviders()
    {
        await using var mapped = new ProgramWithProvider(
            _peer.Url,
            null,
            o => o with { Templates = new Dictionary<int, long> { [7] = 4_200_000_000, [9] = 43 }.ToFrozenDictionary() }
        );
        foreach (var template in new[] { 7, 9, 10 })
            await mapped.Provider.SendAsync(Mails.Of(Mails.Mentoring(template)), Token);
        Assert.Equal([4_200_000_000, 43, 10], _peer.Calls.Select(c => c.Json.GetProperty("templateId").GetInt64()));
        // What a template is filled with follows its number in the request, not the provider's.
        Assert.Contains("MENTORED_ID=mentored-1", Params(_peer.Calls[0]));
    }

    [Fact]
    public async Task Ids_AreTheTagAndTheKeyInTheBody()
    {
        var mail = Mails.Any();
        var call = await SendAsync(mail);
        Assert.Equal([mail.Id.ToString()], call.Json.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        var headers = call.Json.GetProperty("headers").EnumerateObject().Single();
        Assert.Equal(("idempotencyKey", mail.IdempotencyKey.ToString()), (headers.Name, headers.Value.GetString()));
        Assert.DoesNotContain("idempotencykey", call.Headers.Keys);
    }

    [Fact]
    public async Task Call_IsAsTheProviderWantsIt()
    {
        var call = await SendAsync(Mails.Any());
        Assert.Equal(("POST", "/v3/smtp/email"), (call.Method, call.Path));
        Assert.Equal(ProgramWithProvider.Key, call.Headers["api-key"]);
        Assert.Equal("application/json", call.Headers["content-type"]);
        Assert.Equal("application/json", call.Headers["accept"]);
    }

    [Theory]
    [InlineData(70, 70)]
    [InlineData(71, 70)]
    [InlineData(500, 70)]
    public async Task Name_LongerThanTheProviderTakes_IsCut(int length, int sent) =>
        Assert.Equal(new string('ã', sent), await SentNameAsync(new string('ã', length)));

    [Fact]
    public async Task Name_CutWithinASurrogatePair_LosesThePairWhole()
    {
        Assert.Equal(new string('a', 69), await SentNameAsync(new string('a', 69) + "😀b"));
        Assert.Equal(new string('a', 68) + "😀", await SentNameAsync(new string('a', 68) + "😀b"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Name_OfNothing_IsLeftOut(string? name) => Assert.Null(await SentNameAsync(name));

    [Fact]
    public async Task Send_OfARequestThatBreaksTheRules_IsRefusedWithoutACall()
    {
        var request = Mails.Mentoring(7);
        foreach (
            var bad in new[]
            {
                request with
                {
                    Mentoring = null,
                },
                request with
                {
                    Cancel = true,
                    Topic = "x",
                },
                request with
                {
                    Recipient = new Recipient("x\r\nBcc: y@example.com", Mails.Address),
                },
                request with
                {
                    Recipient = new Recipient(null, "no address"),
                },
                request with
                {
                    Params = JsonDocument.Parse("""{"x":"\ud800"}""").RootElement,
                },
            }
        )
        {
            var refused = Assert.IsType<SendOutcome.Refused>(await _program.Provider.SendAsync(Mails.Of(bad), Token));
            Assert.Equal("invalid_request", refused.Code);
        }

        Assert.Empty(_peer.Calls);
    }

    private static MailRequest Own(int template, string free) =>
        new()
        {
            Template = template,
            Recipient = new Recipient(null, Mails.Address),
            Params = JsonDocument.Parse(free).RootElement,
            ExplicitDeadline = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
        };

    private static IEnumerable<string> Params(RecordedCall call) =>
        call
            .Json.GetProperty("params")
            .EnumerateObject()
            .Select(p => $"{p.Name}={p.Value.GetString()}")
            .Order(StringComparer.Ordinal);

    private async Task<string?> SentNameAsync(string? name)
    {
        var request = Mails.Mentoring(7);
        var call = await SendAsync(Mails.Of(request with { Recipient = request.Recipient with { Name = name } }));
        Assert.Empty(_schema.Validate(call.Body));
        return call.Json.GetProperty("to")[0].TryGetProperty("name", out var sent) ? sent.GetString() : null;
    }

    private async Task<RecordedCall> SendAsync(OutgoingMail mail)
    {
        Assert.IsType<SendOutcome.Accepted>(await _program.Provider.SendAsync(mail, Token));
        return _peer.Calls[^1];
    }
}
