using MailDispatcher.Sandbox.Api.Account;
using MailDispatcher.Sandbox.Api.Sending;
using MailDispatcher.Sandbox.Limits;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Api;

/// <summary>Which path of Brevo's API is served by what.</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication app, SandboxState sandbox, SandboxOptions options, TimeProvider time)
    {
        var pipeline = new CallPipeline(sandbox, new RateLimits(options.RateLimitScale), time, app.Lifetime.ApplicationStopping);
        var intake = new MailIntake(sandbox.Credits, sandbox.Mails, options.IdempotencyKeyLife, time);
        var account = new ReadAccount(sandbox.Credits, time);
        var send = new SendEmail(intake, sandbox.Templates, new DraftReader(options.Senders), time);

        Serve("GET", "/v3/account", _ => account.Serve());
        Serve("POST", "/v3/smtp/email", send.Serve);

        void Serve(string method, string path, Func<ApiRequest, ApiAnswer> endpoint) =>
            app.MapMethods(path, [method], context => pipeline.RunAsync(context, endpoint));
    }
}
