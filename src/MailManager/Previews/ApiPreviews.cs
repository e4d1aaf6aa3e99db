using System.Text.Encodings.Web;
using System.Text.Json;
using Fluid;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Answers;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Requests;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.MailManager.Templates;

namespace MailDispatcher.MailManager.Previews;

/// <summary>
/// The body of the call, and the provider's template filled here. As at the provider, a parameter that is missing
/// becomes nothing.
/// </summary>
internal sealed class ApiPreviews(ProviderClient client, BrevoOptions options) : IMailPreviews
{
    private const int MostSteps = 100_000;

    private static readonly FluidParser Parser = new();
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<MailPreview> PreviewAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var body = JsonDocument.Parse(SendRequestWriter.Write(mail, options));
        var request = JsonSerializer.Serialize(body.RootElement, Indented);
        var id = options.ProviderTemplate(mail.Request.Template);
        var exchange = await client.GetAsync($"smtp/templates/{id}", CallBudget.Transactional, cancellationToken);
        if (exchange.Content is not { } content)
            return Without(ReadingFailure.Reason(exchange));
        if (AnswerBody.Read(content, AnswerJson.Default.TemplateAnswer) is not { HtmlContent: { } html } template)
            return Without("the template's answer can't be read");
        var parameters = TemplateParameters.Of(mail, options.Zone) ?? new Dictionary<string, JsonElement>();
        try
        {
            return new MailPreview(
                mail.Id,
                request,
                await FillAsync(template.Subject ?? "", parameters, NullEncoder.Default),
                await FillAsync(html, parameters, HtmlEncoder.Default),
                null
            );
        }
        catch (Exception e) when (e is ParseException or InvalidOperationException)
        {
            return Without($"the template can't be filled here: {e.Message}");
        }

        MailPreview Without(string problem) => new(mail.Id, request, null, null, problem);
    }

    private static async Task<string> FillAsync(
        string text,
        IReadOnlyDictionary<string, JsonElement> parameters,
        TextEncoder encoder
    )
    {
        var context = new TemplateContext(new TemplateOptions { MaxSteps = MostSteps });
        context.SetValue("params", new ParameterValue(parameters, isStrict: false));
        return await Parser.Parse(text).RenderAsync(context, encoder);
    }
}
