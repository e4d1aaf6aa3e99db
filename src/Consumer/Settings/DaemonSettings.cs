using MailDispatcher.Consumer.Journal;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Everything that can be set, read once at start and checked as a whole.</summary>
public sealed record DaemonSettings
{
    public required Uri Broker { get; init; }

    public required WaitingRoomQueue Queue { get; init; }

    public required string ParkedQueue { get; init; }

    public required JournalQueue Journal { get; init; }

    /// <summary>The exclusive queue that the active dispatcher holds.</summary>
    public required string LockQueue { get; init; }

    public required DispatchSettings Dispatch { get; init; }

    public required ScheduleSettings Schedule { get; init; }

    public required OpsSettings Ops { get; init; }

    /// <summary>All of them with their meaning, for <c>consumer settings</c>.</summary>
    public required IReadOnlyList<Setting> All { get; init; }

    /// <exception cref="InvalidSettingsException">Anything is wrong; the message lists all of it.</exception>
    public static DaemonSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var broker = ReadBroker(reader);
        var queue = ReadQueue(reader);
        var settings = new DaemonSettings
        {
            Broker = broker ?? new Uri("amqp://unset"),
            Queue = queue,
            ParkedQueue = reader.Text("Queue__Parked", "mail-parked", "a queue name", "Queue of the mails that a person must look at."),
            Journal = new JournalQueue
            {
                Name = reader.Text("Journal__Name", "mail-journal", "a queue name", "Stream of what happened to each mail."),
                Retention = TimeSpan.FromDays(reader.Whole(
                    "Journal__RetentionDays", 7, 1, 3650, "days", "How long the journal keeps facts; fixed when the stream is created.")),
            },
            LockQueue = reader.Text("Queue__Lock", "mail-dispatcher-lock", "a queue name", "Exclusive queue that makes one dispatcher the active one."),
            Dispatch = DispatchSettings.Read(reader),
            Schedule = ScheduleSettings.Read(reader),
            Ops = OpsSettings.Read(reader),
            All = reader.Settings,
        };
        reader.ThrowIfAnyProblem();
        return settings;
    }

    private static Uri? ReadBroker(SettingsReader reader)
    {
        var url = reader.Secret(["QUEUE_SERVICE_URL", "RABBITMQ_URL"], "The broker: amqp://user:password@host:port/vhost, or amqps://. The first one set counts.");
        if (url is null)
        {
            reader.Problem("QUEUE_SERVICE_URL: set it to the broker, amqp://user:password@host:port/vhost.");
            return null;
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out var broker) && broker.Scheme is "amqp" or "amqps") return broker;
        reader.Problem("QUEUE_SERVICE_URL: not a broker's address; write amqp://user:password@host:port/vhost.");
        return null;
    }

    private static WaitingRoomQueue ReadQueue(SettingsReader reader) => new()
    {
        Name = reader.Text("Queue__Name", WaitingRoomQueue.DefaultName, "a queue name", "The waiting room; 'queue' shares the original's."),
        Durable = reader.Flag("Queue__Durable", true, "Whether the waiting room survives a restart of the broker; the original's did not."),
        MaxPriority = reader.Whole("Queue__MaxPriority", 10, 0, 255, "levels", "The waiting room's x-max-priority; 255 shares the original's."),
        Type = reader.Text("Queue__Type", "classic", "classic or quorum", "The waiting room's kind.", type => type is "classic" or "quorum"),
    };
}
