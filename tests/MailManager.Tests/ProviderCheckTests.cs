using System.Collections.Frozen;
using System.Text.Json;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Tests.Peers;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What the account is asked before any mail goes out.</summary>
public sealed class ProviderCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_WithItsRelayOn_IsReady()
    {
        await using var peer = await ScriptedProvider.StartAsync(
            new ScriptedAnswer(200, """{"relay":{"enabled":true,"data":{}},"plan":[]}""")
        );
        Assert.Equal(new AccountCheck.Ready(), await CheckAsync(peer, c => c.CheckAccountAsync(Token)));
        Assert.Equal("/v3/account", peer.Calls[0].Path);
    }

    [Theory]
    [InlineData(401, """{"code":"unauthorized","message":"Key not found"}""", "unauthorized", "Key not found")]
    [InlineData(403, "<html>", "http_403", "the provider gave no reason")]
    public async Task Account_WhoseKeyIsRefused_SaysSo(int status, string body, string code, string message) =>
        Assert.Equal(new AccountCheck.KeyRefused(code, message), await AccountAsync(status, body));

    [Fact]
    public async Task Account_WithItsRelayOff_SaysSo() =>
        Assert.Equal(new AccountCheck.RelayDisabled(), await AccountAsync(200, """{"relay":{"enabled":false}}"""));

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, """{"relay":{}}""")]
    [InlineData(200, "<html>")]
    [InlineData(200, "")]
    [InlineData(404, "")]
    [InlineData(500, """{"relay":{"enabled":true}}""")]
    public async Task Account_ThatDoesNotSay_IsUnknown(int status, string body) =>
        Assert.NotEmpty(Assert.IsType<AccountCheck.Unknown>(await AccountAsync(status, body)).Reason);

    [Fact]
    public async Task Template_ActiveInTheNewLanguage_IsReadyAndNamesItsParameters()
    {
        var ready = Assert.IsType<TemplateCheck.Ready>(
            await TemplateAsync(
                true,
                "Olá {{ params.MENTOR_NAME|default:'x' }}",
                "{% if params.LINK %}<a href=\"https://example.com/%C3%A3?x={{params.MENTOR_ID}}\">100%</a>{% endif %} {{ contact.FIRST }} params.NOT_A_TAG"
            )
        );
        Assert.Equal(["LINK", "MENTOR_ID", "MENTOR_NAME"], ready.Parameters.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Template_WithoutParameters_IsReady() =>
        Assert.Empty(
            Assert
                .IsType<TemplateCheck.Ready>(
                    await TemplateAsync(true, "Aviso", "<p width=\"100%\">50%, %C3%A3 100%</p>")
                )
                .Parameters
        );

    [Fact]
    public async Task Template_InTheOldLanguage_SaysWhichNamesWouldBeDropped()
    {
        var old = Assert.IsType<TemplateCheck.OldLanguage>(
            await TemplateAsync(true, "Olá %MENTOR_NAME%", "em %MENTORING_DATE%")
        );
        Assert.Equal(["MENTORING_DATE", "MENTOR_NAME"], old.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Template_SwitchedOff_IsInactive() =>
        Assert.Equal(new TemplateCheck.Inactive(7), await TemplateAsync(false, "x", "{{params.X}}"));

    [Fact]
    public async Task Template_ThatIsNotThere_IsMissingUnderTheProvidersNumber()
    {
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Error(404, "document_not_found", "Template ID not found")
        );
        await using var program = new ProgramWithProvider(
            peer.Url,
            null,
            o => o with { Templates = new Dictionary<int, long> { [7] = 42 }.ToFrozenDictionary() }
        );
        Assert.Equal(new TemplateCheck.Missing(42), await program.Check.CheckTemplateAsync(7, Token));
        Assert.Equal("/v3/smtp/templates/42", peer.Calls[0].Path);
    }

    [Theory]
    [InlineData(404, "<html>nginx</html>")]
    [InlineData(401, "")]
    [InlineData(200, "")]
    [InlineData(200, """{"isActive":true}""")]
    [InlineData(200, """{"htmlContent":"x"}""")]
    [InlineData(200, """{"isActive":"yes","htmlContent":"x"}""")]
    public async Task Template_ThatCanNotBeRead_IsUnknown(int status, string body)
    {
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(status, body));
        var unknown = Assert.IsType<TemplateCheck.Unknown>(await CheckAsync(peer, c => c.CheckTemplateAsync(7, Token)));
        Assert.Equal(7, unknown.ProviderId);
        Assert.NotEmpty(unknown.Reason);
    }

    [Fact]
    public async Task Senders_AreCountedByWhatIsActive()
    {
        Assert.Equal(
            new SendersCheck.AllActive(2),
            await SendersAsync("""{"senders":[{"id":1,"active":true},{"id":2,"active":true}]}""")
        );
        Assert.Equal(new SendersCheck.NoneActive(), await SendersAsync("""{"senders":[{"id":1,"active":false}]}"""));
        Assert.Equal(new SendersCheck.NoneActive(), await SendersAsync("""{"senders":[]}"""));
        var some = Assert.IsType<SendersCheck.SomeInactive>(
            await SendersAsync("""{"senders":[{"id":1,"active":true},{"id":3,"active":false}]}""")
        );
        Assert.Equal(1, some.Active);
        Assert.Equal([3], some.Inactive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"senders":[{"id":1}]}""")]
    [InlineData("""{"senders":[{"id":1,"active":"yes"}]}""")]
    public async Task Senders_ThatCanNotBeRead_AreUnknown(string body) =>
        Assert.NotEmpty(Assert.IsType<SendersCheck.Unknown>(await SendersAsync(body)).Reason);

    private static async Task<AccountCheck> AccountAsync(int status, string body)
    {
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(status, body));
        return await CheckAsync(peer, c => c.CheckAccountAsync(Token));
    }

    private static async Task<TemplateCheck> TemplateAsync(bool active, string subject, string html)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                id = 7,
                name = "x",
                subject,
                isActive = active,
                htmlContent = html,
                sender = new { id = "26" },
            }
        );
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(200, body));
        return await CheckAsync(peer, c => c.CheckTemplateAsync(7, Token));
    }

    private static async Task<SendersCheck> SendersAsync(string body)
    {
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(200, body));
        return await CheckAsync(peer, c => c.CheckSendersAsync(Token));
    }

    private static async Task<T> CheckAsync<T>(ScriptedProvider peer, Func<IProviderCheck, Task<T>> check)
    {
        await using var program = new ProgramWithProvider(peer.Url);
        return await check(program.Check);
    }
}
