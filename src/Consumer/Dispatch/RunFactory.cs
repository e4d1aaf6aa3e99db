using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Core.Policy;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.MailManager;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>Puts the parts of a run together for one session.</summary>
public sealed class RunFactory(
    IMailProvider provider, IDispatchPolicy policy, CoalesceRule coalescing, ValueTable values, DispatcherMetrics metrics, DispatcherStatus status, DaemonSettings settings,
    TimeProvider time, Random random, Checkpoints checkpoints, ILoggerFactory loggers)
{
    public Run Create(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var dispatch = settings.Dispatch;
        var sender = new Sender(
            provider, session.Journal, session.Broker, metrics, time, dispatch.Zone, random, checkpoints, loggers.CreateLogger<Sender>());
        var shelf = new IntakeHolder(
            async stopping => new Intake(
                await session.PendingQueue.OpenAsync(stopping), session.Journal, session.Memory, session.Parked, metrics, time, checkpoints,
                dispatch.Window, loggers.CreateLogger<Intake>()),
            holds: dispatch.PollsOften);
        return new Run(
            shelf,
            new CreditReader(provider, session.Journal, session.Memory, metrics, time, new CreditDay(dispatch.Zone), loggers.CreateLogger<CreditReader>()),
            new TopicRules(session.Memory, time, loggers.CreateLogger<TopicRules>()),
            new Coalescing(coalescing, session.Memory, values, metrics, time, loggers.CreateLogger<Coalescing>()),
            new UncertainMails(provider, session.Journal, sender, time, loggers.CreateLogger<UncertainMails>()),
            sender, policy, session.Journal, session.Memory, metrics, status, dispatch, time, random, loggers.CreateLogger<Run>());
    }
}
