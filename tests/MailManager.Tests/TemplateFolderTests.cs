using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Tests.Peers;
using MimeKit;

namespace MailDispatcher.MailManager.Tests;

/// <summary>Mails that are rendered here, as a relay gets them.</summary>
public sealed class TemplateFolderTests : IAsyncDisposable
{
    private const int Own = 42;

    private readonly ScriptedRelay _relay = new();
    private readonly TestTemplates _templates = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _templates.Dispose();
        await _relay.DisposeAsync();
    }

    [Theory]
    [InlineData(MailTemplate.ConfirmationToMentor, "mentored-1")]
    [InlineData(MailTemplate.ConfirmationToMentored, "mentor-1")]
    [InlineData(MailTemplate.NotSelected, "went to somebody else")]
    [InlineData(MailTemplate.MentoringCancelled, "does not take place")]
    [InlineData(MailTemplate.MentorOfMentoredLeaving, "20/11/2026")]
    public async Task Examples_AreRenderedWithTheParametersThatBrevoGets(int template, string holds)
    {
        await using var program = new ProgramWithRelay(_relay.Port);
        Assert.IsType<TemplateCheck.Ready>(await program.Check.CheckTemplateAsync(template, Token));
        var message = await SendAsync(program, Mails.Of(Mails.Mentoring(template)));
        Assert.Contains("21/11/2026", $"{message.Subject} {message.TextBody}", StringComparison.Ordinal);
        Assert.Contains(holds, message.TextBody, StringComparison.Ordinal);
        Assert.Contains(holds, message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains(Mails.Name, message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("{", message.Subject + message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_WithoutTheOptionalId_LeaveItsSentenceOut()
    {
        var request = Mails.Mentoring(MailTemplate.ConfirmationToMentor);
        await using var program = new ProgramWithRelay(_relay.Port);
        var message = await SendAsync(
            program,
            Mails.Of(request with { Mentoring = request.Mentoring! with { MentoredId = null } })
        );
        Assert.DoesNotContain("example.com/people", message.TextBody + message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_HasTheIdThatTheMailIdMakes_AndItsPeople()
    {
        var mail = Mails.Of(
            Mails.Mentoring(MailTemplate.NotSelected) with
            {
                Cc = [new Recipient("Copy", "copy@example.com")],
                Bcc = [new Recipient(null, "hidden@example.com")],
                ReplyTo = new Recipient("Desk of answers", "answers@example.com"),
            }
        );
        await using var program = new ProgramWithRelay(_relay.Port);
        var message = await SendAsync(program, mail);
        Assert.Equal($"{mail.Id:D}@sender.example", message.MessageId);
        Assert.Equal("mentoring@sender.example", message.From.Mailboxes.Single().Address);
        Assert.Equal((Mails.Name, Mails.Address), Person(message.To));
        Assert.Equal("copy@example.com", message.Cc.Mailboxes.Single().Address);
        Assert.Equal("answers@example.com", message.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain("hidden", _relay.Mails.Single(), StringComparison.Ordinal);
        Assert.Equal(
            [Mails.Address, "copy@example.com", "hidden@example.com"],
            _relay.Commands.Where(c => c.StartsWith("RCPT", StringComparison.Ordinal)).Select(c => c.Split('<', '>')[1])
        );
        // The same id again for another attempt.
        Assert.Equal(message.MessageId, (await SendAsync(program, mail)).MessageId);
    }

    [Fact]
    public async Task Html_IsEscaped_TextIsNot_AndASubjectIsOneLine()
    {
        _templates.With(
            Own,
            "News: {{ params.WHAT }}",
            "{{ params.WHAT }}",
            "<p>{{ params.WHAT }} {{ params.URL | raw }}</p>"
        );
        await using var program = new ProgramWithRelay(_relay.Port, _templates.Path);
        var message = await SendAsync(
            program,
            Mail("""{"WHAT": "<b>a & b</b>\r\nBcc: thief@example.com", "URL": "<i>ção</i>"}""")
        );
        Assert.Equal("News: <b>a & b</b> Bcc: thief@example.com", message.Subject);
        Assert.StartsWith("<b>a & b</b>", message.TextBody, StringComparison.Ordinal);
        Assert.StartsWith("<p>&lt;b&gt;a &amp; b&lt;/b&gt;", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<i>ção</i>", message.HtmlBody, StringComparison.Ordinal);
        Assert.Empty(message.Bcc);
    }

    [Fact]
    public async Task Parameters_OfEveryKind_CanBeShown()
    {
        _templates.With(
            Own,
            "{{ params.COUNT }} {{ params.ON }} {{ params['COUNT'] }}",
            "{% for item in params.ITEMS %}{{ forloop.index }}:{{ item.NAME }};{% endfor %}{% if params contains 'NONE' %}no{% endif %}{{ params.NOTHING }}"
        );
        await using var program = new ProgramWithRelay(_relay.Port, _templates.Path);
        var message = await SendAsync(
            program,
            Mail("""{"COUNT": 2.5, "ON": true, "NOTHING": null, "ITEMS": [{"NAME": "a"}, {"NAME": "b"}]}""")
        );
        Assert.Equal("2.5 true 2.5", message.Subject);
        Assert.Equal("1:a;2:b;", message.TextBody!.Trim());
        Assert.Null(message.HtmlBody);
    }

    [Fact]
    public async Task Coalesced_AreAList()
    {
        _templates.With(Own, "s", "{{ params.N }}{% for other in params.COALESCED %},{{ other.N }}{% endfor %}");
        await using var program = new ProgramWithRelay(_relay.Port, _templates.Path);
        var message = await SendAsync(
            program,
            Mail("""{"N": 1}""") with
            {
                Along = [Mail("""{"N": 2}""").Request, Mail("""{"N": 3}""").Request],
            }
        );
        Assert.Equal("1,2,3", message.TextBody!.Trim());
    }

    [Theory]
    [InlineData("{{ params.GONE }}", "undefined_parameter")]
    [InlineData("{{ params.ITEM.GONE }}", "undefined_parameter")]
    [InlineData("{% if params.GONE %}x{% endif %}", "undefined_parameter")]
    [InlineData("{{ GONE }}", "undefined_parameter")]
    [InlineData("{% if GONE %}x{% endif %}", "undefined_parameter")]
    [InlineData("{{ params.WHAT | no_such_filter }}", "template_error")]
    [InlineData("{{ params.WHAT", "template_error")]
    [InlineData("{% if %}", "template_error")]
    [InlineData("{% include 'other' %}", "template_error")]
    [InlineData("{% for i in (1..1000000) %}x{% endfor %}", "template_error")]
    public async Task Template_ThatCanNotBeFilled_IsATemplateFault_AndTellsNothingOfThePerson(string text, string code)
    {
        _templates.With(Own, "s", text);
        await using var program = new ProgramWithRelay(_relay.Port, _templates.Path);
        var fault = Assert.IsType<SendOutcome.TemplateFault>(
            await program.Provider.SendAsync(Mail("""{"WHAT": "Zilda", "ITEM": {"A": 1}}"""), Token)
        );
        Assert.Equal(code, fault.Code);
        Assert.DoesNotContain("Zilda", fault.Message + program.Log.Text, StringComparison.Ordinal);
        Assert.Equal(0, _relay.Connections);
    }

    [Fact]
    public async Task Template_ThatIsMissing_IsATemplateFault_AndGoesOnOnceItIsThere()
    {
        await using var program = new ProgramWithRelay(_relay.Port, _templates.Path);
        var mail = Mail("""{"WHAT": "x"}""");
        var fault = Assert.IsType<SendOutcome.TemplateFault>(await program.Provider.SendAsync(mail, Token));
        Assert.Equal("template_missing", fault.Code);
        Assert.IsType<TemplateCheck.Broken>(await program.Check.CheckTemplateAsync(Own, Token));

        _templates.With(Own, "s", "one {{ params.WHAT }}");
        Assert.Equal("one x", (await SendAsync(program, mail)).TextBody!.Trim());
        var ready = Assert.IsType<TemplateCheck.Ready>(await program.Check.CheckTemplateAsync(Own, Token));
        Assert.Equal(["WHAT"], ready.Parameters);

        _templates.With(Own, "s", "another {{ params.WHAT }}");
        Assert.Equal("another x", (await SendAsync(program, mail)).TextBody!.Trim());
    }

    [Fact]
    public async Task Start_NamesTheTemplatesThatCanNotBeUsed()
    {
        _templates.With(Own, "s", "{{ params.").With(7, "s", "t");
        await using var program = new ProgramWithRelay(_relay.Port, _templates.Path);
        Assert.NotNull(program.Provider);
        Assert.Contains("A template can't be used: 42/text.liquid", program.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("used: 7/", program.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attachments_AreRefused_BecauseNobodyFetchesThem()
    {
        await using var program = new ProgramWithRelay(_relay.Port);
        var request = Mails.Mentoring(MailTemplate.NotSelected) with
        {
            Attachments = [new Attachment("https://example.com/a.pdf", null)],
        };
        Assert.IsType<SendOutcome.Refused>(await program.Provider.SendAsync(Mails.Of(request), Token));
        Assert.Equal(0, _relay.Connections);
    }

    private static OutgoingMail Mail(string parameters) =>
        Mails.Of(
            new MailRequest
            {
                Template = Own,
                Recipient = new Recipient(Mails.Name, Mails.Address),
                ExplicitDeadline = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
                Params = System.Text.Json.JsonDocument.Parse(parameters).RootElement,
            }
        );

    private static (string?, string) Person(InternetAddressList list) =>
        (list.Mailboxes.Single().Name, list.Mailboxes.Single().Address);

    private async Task<MimeMessage> SendAsync(ProgramWithRelay program, OutgoingMail mail)
    {
        var outcome = await program.Provider.SendAsync(mail, Token);
        Assert.True(outcome is SendOutcome.Accepted, $"{outcome}");
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(_relay.Mails[^1]));
        return await MimeMessage.LoadAsync(content, Token);
    }
}
