using MailDispatcher.Sandbox.Faults;

namespace MailDispatcher.Sandbox.Control;

/// <summary>
/// How a test or a curious person looks into the sandbox and makes it misbehave: everything under <c>/sandbox</c>,
/// which is no part of Brevo's API and asks for no key.
/// </summary>
internal static class ControlRoutes
{
    public static void Map(WebApplication app, SandboxState sandbox)
    {
        app.MapMethods(
            "/sandbox/mails",
            ["GET"],
            context => ControlJson.WriteAsync(context, sandbox.Mails.Snapshot().Select(MailRow.Of))
        );
        app.MapMethods("/sandbox/calls", ["GET"], context => ControlJson.WriteAsync(context, sandbox.Calls.Snapshot()));
        app.MapMethods("/sandbox/faults", ["GET"], context => ControlJson.WriteAsync(context, sandbox.Faults.Rules));
        app.MapMethods(
            "/sandbox/faults",
            ["PUT"],
            context => ControlJson.ReadAsync<FaultRule[]>(context, rules => sandbox.Faults.Set(rules))
        );
        app.MapMethods("/sandbox/faults", ["DELETE"], context => Done(context, sandbox.Faults.Clear));
        app.MapMethods("/sandbox/credits", ["GET"], context => ControlJson.WriteAsync(context, sandbox.Credits.Read()));
        app.MapMethods(
            "/sandbox/credits",
            ["PUT"],
            context =>
                ControlJson.ReadAsync<CreditChange>(
                    context,
                    change => sandbox.Credits.Set(change.Remaining, change.Plan)
                )
        );
        app.MapMethods("/sandbox/clear", ["POST"], context => Done(context, sandbox.Clear));
    }

    private static Task Done(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
