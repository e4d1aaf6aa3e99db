using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Intake;
using MailDispatcher.Consumer.JournalAccess;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Ops.Days;
using MailDispatcher.Consumer.Ops.Health;
using MailDispatcher.Consumer.Ops.Provider;
using MailDispatcher.Consumer.Ops.Risks;
using MailDispatcher.Consumer.Ops.Tracing;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Consumer.ProviderEvents;
using MailDispatcher.Consumer.Scheduling;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Consumer.Webhooks;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Engine;
using MailDispatcher.Settings;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Intake;
using MailDispatcher.Web.Page;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// The daemon put together: settings, clock, log, metrics, provider, dispatcher, schedule, and what it answers on its
/// port.
/// </summary>
internal static partial class DaemonHost
{
    /// <summary>
    /// Longer than one call of the provider and its journal entry take; whoever stops the process must wait longer.
    /// </summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <param name="given">Settings that win over the environment's, by its names.</param>
    /// <param name="dependencies">Null: the real ones.</param>
    /// <exception cref="InvalidSettingsException">Anything is wrong with the settings; the message lists all of
    /// it.</exception>
    public static WebApplication Build(
        IEnumerable<KeyValuePair<string, string?>>? given = null,
        DaemonDependencies? dependencies = null
    )
    {
        // The empty one: the others watch every folder under the present one for files of settings, which we have not.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection(
            (given ?? []).Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value))
        );
        var settings = DaemonSettings.ReadWhole(builder.Configuration);
        var (time, checkpoints) = dependencies ?? DaemonDependencies.Real;

        var buffer = new LogBuffer();
        builder.Services.AddSingleton(buffer);
        builder.AddHostParts(settings.Log, settings.Ops.Listen, settings.Ops.Port, buffer);

        builder
            .Services.AddSingleton(settings)
            .AddSingleton(time)
            .AddSingleton(checkpoints)
#pragma warning disable CA5394 // Spreads retries; nothing secret hangs on it.
            .AddSingleton(new Random())
#pragma warning restore CA5394
            .AddSingleton(new ValueTable(settings.Dispatch.Values))
            .AddSingleton(new CoalesceRule(settings.Dispatch.Coalesce))
            .AddSingleton(PolicyOf(settings.Dispatch))
            .AddSingleton<IRunCalendar>(new RunSchedule(settings.Schedule, settings.Dispatch.Zone))
            .AddSingleton<DispatcherStatus>()
            .AddSingleton(new CreditDay(settings.Dispatch.Zone))
            .AddSingleton(settings.Dispatch)
            .AddSingleton(settings.ParkedRetention)
            .AddSingleton(services =>
                ForecasterOf(
                    settings,
                    services.GetRequiredService<IRunCalendar>(),
                    services.GetRequiredService<CreditDay>(),
                    time
                )
            )
            .AddSingleton<ForecastCache>()
            .AddSingleton<Gauges>()
            .AddSingleton<RunQueue>()
            .AddSingleton<MissedRuns>()
            .AddSingleton<IDispatchMetrics>(services => services.GetRequiredService<DispatcherMetrics>())
            .AddSingleton(services => EngineSettingsOf(settings, services))
            .AddSingleton<ProviderCalls>()
            .AddSingleton<TemplatePolling>()
            .AddHostedService(services => services.GetRequiredService<TemplatePolling>())
            .AddSingleton<LoopHeartbeat>()
            .AddHostedService(services => services.GetRequiredService<LoopHeartbeat>())
            .AddSingleton<BrokerBlock>()
            .AddSingleton<HealthReader>()
            .AddSingleton<OutcomePublishing>()
            .AddSingleton<OutcomeWebhooks>()
            .AddSingleton<IOutcomeWebhooks>(services => services.GetRequiredService<OutcomeWebhooks>())
            .AddHostedService<DispatchService>()
            .AddSingleton<ReportStore>()
            .AddHostedService<WebhookServer>()
            .AddSingleton<BlockedContactsSync>()
            .AddHostedService<EventPolling>()
            .AddHostedService<SystemdNotifier>()
            .AddHostedService<DayEnd>()
            .AddHostedService<AtRiskReporter>()
            .AddSingleton<IJournalBroker, SessionBroker>()
            .AddHostedService<RefusedSignIns>()
            .AddPage(settings.Ops.Tokens)
            .AddSingleton<OperatorActions>()
            .AddSingleton<IOperatorActions>(provider => provider.GetRequiredService<OperatorActions>())
            .AddSingleton<ParkedDiscarding>()
            .AddHostedService(services => services.GetRequiredService<ParkedDiscarding>())
            .AddSingleton<ParkedGroups>()
            .AddSingleton<SnapshotMaker>()
            .AddSingleton<IOpsView, LiveView>()
            .AddProvider(settings.Provider)
            .AddInstrumentedProvider()
            .AddRuns(settings, time)
            .AddTracing(builder.Configuration);
        if (settings.Intake.Apps.Count > 0)
            builder
                .Services.AddIntake(settings.Intake.Apps, settings.Intake.RequestsPerMinute)
                .AddSingleton<IMailIntake, MailIntake>();
        builder.Services.AddMetricsRegistry(settings.Ops.Account).AddSingleton<DispatcherMetrics>();

        var app = builder.Build();
        app.UseAccess();
        if (settings.Intake.Apps.Count > 0)
            app.UseRateLimiter();
        app.MapMetricsPage();
        app.MapHealth();
        app.MapIntake();
        app.MapWeb();
        app.Services.GetRequiredService<Gauges>().Register();
        foreach (var warning in settings.Warnings)
            Log.UnknownSetting(app.Logger, warning);
        return app;
    }

    private static IForecaster ForecasterOf(
        DaemonSettings settings,
        IRunCalendar calendar,
        CreditDay day,
        TimeProvider time
    )
    {
        if (settings.Dispatch.Policy is PolicyKind.Deadline)
            return new DeadlineForecaster(day, settings.Dispatch.Deadline);
        return new HourlyForecaster(
            settings.Dispatch.MailsPerHour,
            day,
            calendar.RunsAfter,
            settings.Dispatch.Deadline
        );
    }

    private static EngineSettings EngineSettingsOf(DaemonSettings settings, IServiceProvider services) =>
        new()
        {
            Policy = services.GetRequiredService<IDispatchPolicy>(),
            Zone = settings.Dispatch.Zone,
            Wire = settings.Dispatch.Wire,
            DecidesAlways = settings.Dispatch.PollsOften,
            Tick = settings.Dispatch.Tick,
            CreditsADay = settings.Dispatch.CreditsADay,
            Allowance = settings.Dispatch.Allowance,
            PerRecipient = settings.Dispatch.PerRecipient,
            PerRecipientExcept = settings.Dispatch.PerRecipientExcept,
            Quiet = settings.Dispatch.Quiet,
            Window = settings.Dispatch.Window,
            Concurrency = settings.Dispatch.Concurrency,
            Coalescing = services.GetRequiredService<CoalesceRule>(),
            Values = services.GetRequiredService<ValueTable>(),
            Addresses = settings.Delivery.Addresses,
            AlwaysTried = settings.Delivery.AlwaysTried,
        };

    private static IDispatchPolicy PolicyOf(DispatchSettings settings) =>
        settings.Policy is PolicyKind.Deadline
            ? new DeadlinePolicy(new CreditDay(settings.Zone), settings.Deadline)
            : new HourlyPolicy(settings.MailsPerHour);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Warning}")]
        public static partial void UnknownSetting(Microsoft.Extensions.Logging.ILogger logger, string warning);
    }
}
