using System.CommandLine;
using System.Globalization;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Settings;

namespace MailDispatcher.Publisher.Settings;

/// <summary>
/// The options that say where mail goes. Each can stand in the environment instead, under the dispatcher's names.
/// </summary>
internal sealed class BrokerOptions
{
    private const string HowToWriteABroker = "amqp://user:password@host:port/vhost";

    private readonly Option<string?> _broker = new("--broker")
    {
        HelpName = "address",
        Description =
            $"{HowToWriteABroker}, or amqps://. Better set in the environment, where other users can't read it. "
            + "[QUEUE_SERVICE_URL, else RABBITMQ_URL; the password may stand in the file that Queue__PasswordFile "
            + "names]",
    };

    private readonly Option<string?> _queue = new("--queue")
    {
        HelpName = "name",
        Description =
            $"The pending queue; 'queue' is the original publisher's. [Queue__Name; default: "
            + $"{PendingQueueOptions.DefaultName}]",
    };

    private readonly Option<string?> _durable = new("--durable")
    {
        HelpName = "true|false",
        Description = "Whether the queue survives a restart of the broker. [Queue__Durable; default: true]",
    };

    private readonly Option<string?> _maxPriority = new("--max-priority")
    {
        HelpName = "levels",
        Description =
            "The queue's x-max-priority, 0 to 255; the original publisher's has 255. [Queue__MaxPriority; default: 10]",
    };

    private readonly Option<string?> _type = new("--queue-type")
    {
        HelpName = "classic|quorum",
        Description = "The queue's kind. [Queue__Type; default: classic]",
    };

    private readonly Option<string?> _zone = new("--zone")
    {
        HelpName = "name",
        Description =
            "The time zone whose calendar days count for the urgency. [Dispatch__TimeZone; default: "
            + $"{CalendarZone.DefaultName}]",
    };

    private readonly Option<string?> _patience = new("--patience")
    {
        HelpName = "seconds",
        Description =
            "How long one mail may wait for the broker's confirm, with reconnects, before this gives up. [default: 30]",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_broker, _queue, _durable, _maxPriority, _type, _zone, _patience])
            command.Add(option);
    }

    /// <exception cref="InvalidSettingsException">The message names each problem and what to set, and no
    /// secret.</exception>
    public BrokerTarget Read(ParseResult arguments)
    {
        var options = new (string Variable, Option<string?> Option)[]
        {
            (BrokerSettings.AddressName, _broker),
            ("Queue__Name", _queue),
            ("Queue__Durable", _durable),
            ("Queue__MaxPriority", _maxPriority),
            ("Queue__Type", _type),
            ("Dispatch__TimeZone", _zone),
        };
        var given = options.Where(o => arguments.GetValue(o.Option) is not null).ToList();
        var configuration = EnvironmentSettings.Read(
            given.Select(o => KeyValuePair.Create(o.Variable, arguments.GetValue(o.Option)))
        );
        var reader = new SettingsReader(configuration, given.ToDictionary(o => o.Variable, o => o.Option.Name));
        var brokers = BrokerSettings.Read(reader, BrokerAddresses.Parse);
        var certificate = BrokerSettings.ReadCertificate(reader, brokers);
        var queue = PendingQueueSettings.Read(reader);
        var zone = ZoneSettings.Calendar(reader);
        var requestZone = ZoneSettings.OfRequests(reader);
        if (
            !double.TryParse(arguments.GetValue(_patience) ?? "30", CultureInfo.InvariantCulture, out var patience)
            || patience is not (> 0 and <= 86_400)
        )
            reader.Problem("--patience: give seconds, above 0 and at most 86400.");
        reader.ThrowIfAnyProblem();
        return new BrokerTarget(
            new MailPublisherOptions
            {
                Broker = brokers[0],
                FailOver = [.. brokers.Skip(1)],
                Certificate = certificate is var (file, key)
                    ? new ClientCertificate { CertificateFile = file, KeyFile = key }
                    : null,
                Queue = queue,
                Zone = zone!,
                Patience = TimeSpan.FromSeconds(patience),
                ConnectionName = "publisher",
                CreateQueues = true,
                // Lines are judged as they are read; made-up mails may be of a day gone by.
                AllowPastDeadlines = true,
            },
            requestZone,
            UnknownSettings.Warnings(configuration, SettingNames.All)
        );
    }
}
