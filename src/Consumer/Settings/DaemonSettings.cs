using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Client;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Everything that can be set, read once at start and checked as a whole.</summary>
internal sealed record DaemonSettings
{
    public required BrokerAccess Broker { get; init; }

    public required BrokerTopology Topology { get; init; }

    public required ProviderSettings Provider { get; init; }

    public required DispatchSettings Dispatch { get; init; }

    public required ScheduleSettings Schedule { get; init; }

    /// <summary>Whether apps are told what became of their mails.</summary>
    public required bool TellsOutcomes { get; init; }

    /// <summary>Apps that are told over HTTP; none where none is told.</summary>
    public required IReadOnlyList<OutcomeWebhook> OutcomeWebhooks { get; init; }

    public required OpsSettings Ops { get; init; }

    public required IntakeSettings Intake { get; init; }

    /// <summary>For <c>consumer relay</c> alone.</summary>
    public required RelaySettings Relay { get; init; }

    public required DeliverySettings Delivery { get; init; }

    public required ParkedRetention ParkedRetention { get; init; }

    public required LogSettings Log { get; init; }

    /// <summary>All of them with their meaning, the provider's included, for <c>consumer settings</c>.</summary>
    public required IReadOnlyList<Setting> All { get; init; }

    /// <summary>Variables that look like settings and are none, each a sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>
    /// For whoever uses the broker alone: what is wrong with the provider's settings does not matter.
    /// </summary>
    /// <exception cref="InvalidSettingsException">Anything else is wrong; the message lists all of it.</exception>
    public static DaemonSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = Read(reader, configuration);
        reader.ThrowIfAnyProblem();
        return settings;
    }

    /// <summary>For the daemon, which uses all of them.</summary>
    /// <exception cref="InvalidSettingsException">Anything is wrong, the provider's settings included; the message
    /// lists all of it.</exception>
    public static DaemonSettings ReadWhole(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = Read(reader, configuration);
        foreach (var problem in settings.Provider.Problems)
            reader.Problem(problem);
        reader.ThrowIfAnyProblem();
        return settings;
    }

    /// <summary>For what must know the queues before there is a broker.</summary>
    /// <inheritdoc cref="Read(IConfiguration)"/>
    public static DaemonSettings ReadWithoutBroker(IConfiguration configuration) =>
        Read(
            new ConfigurationBuilder()
                .AddConfiguration(configuration)
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["QUEUE_SERVICE_URL"] = "amqp://none",
                        ["Queue:PasswordFile"] = "",
                    }
                )
                .Build()
        );

    /// <summary>All settings with their defaults, as if none were set.</summary>
    public static IReadOnlyList<Setting> Describe()
    {
        var nothing = new ConfigurationBuilder().Build();
        return Read(new SettingsReader(nothing), nothing).All;
    }

    private static DaemonSettings Read(SettingsReader reader, IConfiguration configuration)
    {
        var brokers = BrokerSettings.Read(reader, BrokerAddresses.Parse);
        var certificate = BrokerSettings.ReadCertificate(reader, brokers);
        var dispatch = DispatchSettings.Read(reader);
        var webhooks = OutcomeWebhookSettings.Read(reader);
        var delivery = DeliverySettings.Read(reader);
        var provider = ProviderSettings.Read(reader, dispatch, delivery);
        var settings = new DaemonSettings
        {
            Broker = new BrokerAccess(
                brokers,
                certificate is var (file, key) ? new ClientCertificate { CertificateFile = file, KeyFile = key } : null
            ),
            Provider = provider,
            Dispatch = dispatch,
            Schedule = ScheduleSettings.Read(reader),
            Topology = ReadTopology(reader, dispatch.Allowance) with
            {
                WebhookApps = [.. webhooks.Select(webhook => webhook.App)],
            },
            OutcomeWebhooks = webhooks,
            TellsOutcomes = reader.Flag(
                "Outcomes__Publish",
                true,
                "Whether apps are told what became of their mails, in the topic exchange mail-outcomes."
            ),
            Ops = OpsSettings.Read(reader),
            Intake = IntakeSettings.Read(reader),
            Relay = RelaySettings.Read(reader),
            // A relay has no event log.
            Delivery = provider.UsesSmtp ? delivery with { PollEvery = null, ReadsProvider = false } : delivery,
            ParkedRetention = ReadParkedRetention(reader),
            Log = LogSettings.Read(reader),
            All = reader.Settings,
            Warnings = UnknownSettings.Warnings(configuration, SettingNames.All),
        };
        CheckMemory(reader, settings);
        var topology = settings.Topology;
        string[] names = [topology.Pending.Name, topology.Parked, topology.Lease, topology.Journal.Name];
        if (names.Distinct().Count() < names.Length)
            reader.Problem("Queue__Name, Queue__Parked, Queue__Lock, Journal__Name: each needs a name of its own.");
        return settings;
    }

    // After a restart the journal alone tells what a window holds.
    private static void CheckMemory(SettingsReader reader, DaemonSettings settings)
    {
        foreach (var windows in new[] { settings.Dispatch.Allowance, settings.Dispatch.PerRecipient })
            if (DaysOf(windows) > settings.Topology.Journal.Retention.TotalDays)
                reader.Problem(
                    $"Journal__RetentionDays: '{windows}' looks back over {DaysOf(windows)} days, and after a "
                        + "restart the journal tells what was sent in them; set at least that many."
                );
        if (settings.Dispatch.PerRecipient is not null && !settings.Delivery.Addresses.IsOn)
            reader.Problem(
                "Dispatch__PerRecipient: it needs Suppression__Key, under which the journal knows a person again."
            );
    }

    private static int DaysOf(Allowance? allowance) => (int)Math.Ceiling(allowance?.LongestMemory.TotalDays ?? 0);

    private static ParkedRetention ReadParkedRetention(SettingsReader reader)
    {
        var days = reader.Whole(
            "Parked__RetentionDays",
            0,
            0,
            3650,
            "days",
            "After how many days parked mail is discarded, a day after a warning; 0: never. It counts from the "
                + "parking, or from the deadline where that is later; what may have been sent is never discarded."
        );
        return new ParkedRetention(days == 0 ? null : TimeSpan.FromDays(days));
    }

    private static BrokerTopology ReadTopology(SettingsReader reader, Allowance? allowance) =>
        new()
        {
            Pending = PendingQueueSettings.Read(reader),
            Parked = reader.QueueName("Queue__Parked", "mail-parked", "Queue of the mails that a person must look at."),
            Lease = reader.QueueName(
                "Queue__Lock",
                "mail-dispatcher-lock",
                "Exclusive queue that makes one dispatcher the active one."
            ),
            Journal = new JournalQueue
            {
                Name = reader.QueueName("Journal__Name", "mail-journal", "Stream of what happened to each mail."),
                Retention = TimeSpan.FromDays(
                    reader.Whole(
                        "Journal__RetentionDays",
                        Math.Max(7, DaysOf(allowance)),
                        1,
                        3650,
                        "days",
                        "How long the journal keeps events, at least as long as the longest window of "
                            + "Dispatch__Allowance; fixed when the stream is created."
                    )
                ),
            },
        };
}
