using MailDispatcher.Sandbox.Api.Account;
using MailDispatcher.Sandbox.Api.Lists;
using MailDispatcher.Sandbox.Api.Reports;
using MailDispatcher.Sandbox.Api.Sending;
using MailDispatcher.Sandbox.Api.Templates;
using MailDispatcher.Sandbox.Limits;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.Senders;
using MailDispatcher.Sandbox.Webhooks;

namespace MailDispatcher.Sandbox.Api.Routing;

/// <summary>Which path of Brevo's API is served by what.</summary>
internal static class ApiRoutes
{
    /// <returns>What posts events, to be ended with the server.</returns>
    public static WebhookSender Map(WebApplication app, SandboxState sandbox, SandboxOptions options, TimeProvider time)
    {
        var pipeline = new CallPipeline(
            sandbox,
            new RateLimits(options.RateLimitScale),
            time,
            app.Lifetime.ApplicationStopping
        );
        var senders = new SenderStore(options.Senders, options.AuthenticatedDomains);
        var events = new EventLog(sandbox.Mails, options.EventLag, time);
        var posts = new WebhookSender(sandbox.Webhooks, options.WebhookFaults, time);
        var intake = new MailIntake(
            sandbox.Credits,
            options.OverLimit,
            sandbox.Blocked,
            options.Outcomes,
            senders,
            sandbox.Mails,
            options.IdempotencyKeyLife,
            time,
            posts.Plan
        );
        var account = new ReadAccount(sandbox.Credits, time);
        var send = new SendEmail(intake, sandbox.Templates, new DraftReader(senders), time);
        var emails = new ReadEmails(sandbox.Mails, events, time);
        var templates = new ReadTemplates(sandbox.Templates);
        var edits = new EditTemplates(sandbox.Templates, senders, time);
        var blocked = new EditBlockedContacts(sandbox.Blocked, time);

        var webhooks = new EditWebhooks(sandbox.Webhooks, time);
        Serve("/v3/account", ("GET", _ => account.Serve()));
        Serve("/v3/senders", ("GET", new ReadSenders(senders).Serve));
        Serve("/v3/smtp/email", ("POST", send.Serve));
        Serve("/v3/smtp/emails", ("GET", emails.List));
        Serve("/v3/smtp/emails/{uuid}", ("GET", emails.One));
        Serve("/v3/smtp/statistics/events", ("GET", new ReadEvents(events, time).Serve));
        Serve("/v3/smtp/templates", ("GET", templates.List), ("POST", edits.Create));
        Serve("/v3/smtp/templates/{id}", ("GET", templates.One), ("PUT", edits.Update));
        Serve("/v3/smtp/template/preview", ("POST", new PreviewTemplate(sandbox.Templates).Serve));
        Serve("/v3/smtp/blockedContacts", ("GET", blocked.List));
        Serve("/v3/smtp/blockedContacts/{email}", ("DELETE", blocked.Unblock));
        Serve("/v3/webhooks", ("GET", webhooks.List), ("POST", webhooks.Create));
        Serve("/v3/webhooks/{id}", ("GET", webhooks.One), ("PUT", webhooks.Update), ("DELETE", webhooks.Remove));
        Serve("/v3/{**rest}");
        return posts;

        // A path takes every method, so that a wrong one is answered as Brevo answers it.
        void Serve(string path, params (string Method, Func<ApiRequest, ApiAnswer> Endpoint)[] endpoints) =>
            app.Map(
                path,
                (RequestDelegate)(
                    context =>
                        pipeline.RunAsync(
                            context,
                            request =>
                                Array.Find(endpoints, e => e.Method == request.Method).Endpoint is { } endpoint
                                    ? endpoint(request)
                                : endpoints.Length == 0
                                    ? ApiAnswer.Refusal(ApiError.NotFound("The sandbox has no such path"))
                                : ApiAnswer.Refusal(
                                    new ApiError(
                                        405,
                                        "method_not_allowed",
                                        $"{request.Method} Method is not allowed on this path"
                                    )
                                )
                        )
                )
            );
    }
}
