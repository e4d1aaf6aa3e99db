using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Consumer.Ops.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it works, or stands by for the one that does; 503
/// with the reason while the broker can't be used.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var status = app.Services.GetRequiredService<DispatcherStatus>();
        app.MapGet("/health/live", () => Results.Text("live\n")).AllowAnonymous();
        app.MapGet(
                "/health/ready",
                () =>
                    status.Phase is DispatcherPhase.Leading or DispatcherPhase.Standby
                        ? Results.Text($"{EnumName.Of(status.Phase)}\n")
                        : Results.Text(
                            $"{EnumName.Of(status.Phase)}: {status.BrokerProblem ?? "not yet"}\n",
                            statusCode: StatusCodes.Status503ServiceUnavailable
                        )
            )
            .AllowAnonymous();
    }
}
