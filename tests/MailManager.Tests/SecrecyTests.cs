using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.TestKit;

namespace MailDispatcher.MailManager.Tests;

/// <summary>No address, no name and no key in what is logged or handed on, whatever the provider says.</summary>
public sealed class SecrecyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"email {Mails.Address} is not valid in to", "email (address) is not valid in to")]
    [InlineData("PERSON.SECRET@EXAMPLE.COM is blocked", "(address) is blocked")]
    [InlineData("blocked: other%40example.com", "blocked: (address)")]
    [InlineData("bad: <josé@exämple.com>, \"a+b@c.de\"", "bad: <(address)>, \"(address)\"")]
    [InlineData($"{Mails.Name} can't be reached", "(name) can't be reached")]
    [InlineData("no such mentored: DAVI MONTEIRO", "no such mentored: (name)")]
    [InlineData($"wrong key {ProgramWithProvider.Key}!", "wrong key (key)!")]
    [InlineData("two\r\nlines\u0007 and \u202emore", "two lines and more")]
    public async Task Message_ThatQuotesTheMail_IsCleared(string said, string kept)
    {
        var (outcome, log) = await SendAsync(ScriptedAnswer.Error(400, "invalid_parameter", said));
        Assert.Equal(new SendOutcome.Refused("invalid_parameter", kept), outcome);
        AssertNothingSecret(log);
    }

    [Fact]
    public async Task Code_ThatQuotesAnAddress_IsCleared()
    {
        var (outcome, log) = await SendAsync(ScriptedAnswer.Error(400, $"bad {Mails.Address}", new string('x', 1000)));
        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal("bad (address)", refused.Code);
        Assert.Equal(303, refused.Message.Length);
        AssertNothingSecret(log);
    }

    [Theory]
    [InlineData("Auth")]
    [InlineData("parameter")]
    public async Task Code_ThatHoldsAPersonsName_StillDecides(string name)
    {
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Error(401, "unauthorized", "x"),
            ScriptedAnswer.Error(400, "duplicate_parameter", "x")
        );
        await using var program = new ProgramWithProvider(peer.Url);
        var mail = Mails.Of(Mails.Mentoring(7) with { Recipient = new Recipient(name, Mails.Address) });
        Assert.Equal(
            "unauthorized",
            Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(mail, Token)).Code
        );
        Assert.IsType<SendOutcome.AlreadyTaken>(await program.Provider.SendAsync(mail, Token));
    }

    [Fact]
    public async Task Message_AboutAPersonCalledSender_FaultsNoAccount()
    {
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Error(400, "invalid_parameter", "name Sender is not valid")
        );
        await using var program = new ProgramWithProvider(peer.Url);
        var mail = Mails.Of(Mails.Mentoring(7) with { Recipient = new Recipient("Sender", Mails.Address) });
        Assert.IsType<SendOutcome.Refused>(await program.Provider.SendAsync(mail, Token));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Log_OfEveryAnswer_HasTheMailIdTheStatusAndTheProvidersRequestId(int status)
    {
        var answer = ScriptedAnswer.Error(
            status,
            "some_code",
            $"{Mails.Address} {Mails.Name} {ProgramWithProvider.Key}"
        );
        var mail = Mails.Any();
        var (_, log) = await SendAsync(
            answer with
            {
                Headers = new Dictionary<string, string> { ["sib-request-id"] = "req-77" },
            },
            mail
        );
        Assert.Contains(mail.Id.ToString(), log, StringComparison.Ordinal);
        Assert.Contains($"{status}", log, StringComparison.Ordinal);
        Assert.Contains("req-77", log, StringComparison.Ordinal);
        AssertNothingSecret(log);
    }

    [Fact]
    public async Task Log_OfFailures_HasTheMailIdAndNothingSecret()
    {
        var mail = Mails.Any();
        await using var reset = RawPeer.ResettingAfterRequest();
        foreach (var url in new[] { reset.Url, $"http://127.0.0.1:{FreePort.Next()}/v3" })
        {
            await using var program = new ProgramWithProvider(url);
            await program.Provider.SendAsync(mail, Token);
            await program.Provider.ReadCreditsAsync(Token);
            await program.Provider.FindAsync(mail.Id, DateTimeOffset.UnixEpoch, Token);
            Assert.Contains(mail.Id.ToString(), program.Log.Text, StringComparison.Ordinal);
            Assert.Contains("account could not be read", program.Log.Text, StringComparison.Ordinal);
            AssertNothingSecret(program.Log.Text);
        }
    }

    [Fact]
    public async Task Redirect_IsNotFollowedWithTheKey()
    {
        await using var elsewhere = await ScriptedProvider.StartAsync();
        await using var peer = await ScriptedProvider.StartAsync(
            new ScriptedAnswer(307)
            {
                Headers = new Dictionary<string, string> { ["location"] = elsewhere.Url + "/smtp/email" },
            }
        );
        await using var program = new ProgramWithProvider(peer.Url);
        Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Empty(elsewhere.Calls);
    }

    private static async Task<(SendOutcome Outcome, string Log)> SendAsync(
        ScriptedAnswer answer,
        OutgoingMail? mail = null
    )
    {
        await using var peer = await ScriptedProvider.StartAsync(answer);
        await using var program = new ProgramWithProvider(peer.Url);
        return (await program.Provider.SendAsync(mail ?? Mails.Any(), Token), program.Log.Text);
    }

    private static void AssertNothingSecret(string log)
    {
        Assert.NotEmpty(log);
        foreach (var secret in new[] { Mails.Address, Mails.Name, "Davi Monteiro", ProgramWithProvider.Key, "xkeysib" })
            Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase);
    }
}
