using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Intake;
using MailDispatcher.Consumer.JournalAccess;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// The HTTP intake put together alone: it publishes what apps ask for and reads the journal, and neither leads nor
/// sends. Any number may run beside each other and beside the dispatchers.
/// </summary>
internal static class IntakeHost
{
    public static WebApplication Build(DaemonSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddHostParts(settings.Log, settings.Ops.Listen, settings.Ops.Port);
        builder
            .Services.AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            // Of a dispatcher that never leads.
            .AddSingleton<DispatcherStatus>()
            .AddSingleton<IJournalBroker, OwnBroker>()
            .AddAccess(settings.Ops.Tokens)
            .AddIntake(settings.Intake.Apps, settings.Intake.RequestsPerMinute)
            .AddSingleton<IMailIntake, MailIntake>()
            .AddHostedService<RefusedSignIns>();
        builder.Services.AddMetricsRegistry(settings.Ops.Account);
        var app = builder.Build();
        app.UseAccess();
        app.UseRateLimiter();
        app.MapMetricsPage();
        app.MapIntake();
        var journal = app.Services.GetRequiredService<IJournalBroker>();
        app.MapGet("/health/live", () => Results.Text("live\n")).AllowAnonymous();
        app.MapGet(
                "/health/ready",
                async Task<IResult> (CancellationToken cancellationToken) =>
                    await journal.FindAsync(cancellationToken) is null
                        ? Results.Text("the broker is away\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                        : Results.Text("ready\n")
            )
            .AllowAnonymous();
        return app;
    }
}
