using System.CommandLine;
using System.Globalization;
using System.Text;
using MailDispatcher.Client;
using MailDispatcher.Contracts;

namespace MailDispatcher.Publisher.Settings;

/// <summary>
/// The options that say where mail goes. Each can stand in the environment instead, under the dispatcher's names.
/// </summary>
internal sealed class BrokerOptions(Func<string, string?> environment)
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
            "The time zone whose calendar days count for the urgency. [Dispatch__TimeZone; default: America/Recife]",
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
    public MailPublisherOptions Read(ParseResult arguments)
    {
        var problems = new List<string>();
        var broker = Text(_broker, "QUEUE_SERVICE_URL") ?? Variable("RABBITMQ_URL");
        if (broker is null)
            problems.Add($"The broker is not known: set QUEUE_SERVICE_URL, or give --broker {HowToWriteABroker}.");
        var brokers = BrokerAddresses.Parse(broker) ?? [];
        if (broker is not null && brokers.Count == 0)
            problems.Add($"The broker's address is none; write {HowToWriteABroker}.");
        else if (Variable("Queue__PasswordFile") is { } file)
            brokers = [.. brokers.Select(address => WithPassword(address, file, problems))];

        var name = Text(_queue, "Queue__Name") ?? PendingQueueOptions.DefaultName;
        if (Encoding.UTF8.GetByteCount(name) > 255)
            problems.Add("--queue (Queue__Name): longer than 255 bytes.");
        var durable = Text(_durable, "Queue__Durable") ?? "true";
        if (!bool.TryParse(durable, out var isDurable))
            problems.Add($"--durable (Queue__Durable): '{durable}' is neither true nor false.");
        var levels = Text(_maxPriority, "Queue__MaxPriority") ?? "10";
        if (!byte.TryParse(levels, out var maxPriority))
            problems.Add($"--max-priority (Queue__MaxPriority): '{levels}' is not a number from 0 to 255.");
        var type = Text(_type, "Queue__Type") ?? "classic";
        if (type is not ("classic" or "quorum"))
            problems.Add($"--queue-type (Queue__Type): '{type}' is neither classic nor quorum.");
        var zone = Text(_zone, "Dispatch__TimeZone") ?? "America/Recife";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var timeZone))
            problems.Add($"--zone (Dispatch__TimeZone): '{zone}' is not known here; write a name as America/Recife.");
        if (
            !double.TryParse(arguments.GetValue(_patience) ?? "30", CultureInfo.InvariantCulture, out var patience)
            || patience is not (> 0 and <= 86_400)
        )
            problems.Add("--patience: give seconds, above 0 and at most 86400.");
        if (problems.Count > 0)
            throw new InvalidSettingsException(problems);

        return new MailPublisherOptions
        {
            Broker = brokers[0],
            FailOver = [.. brokers.Skip(1)],
            Queue = new PendingQueueOptions
            {
                Name = name,
                Durable = isDurable,
                MaxPriority = maxPriority,
                Type = type,
            },
            Zone = timeZone!,
            Patience = TimeSpan.FromSeconds(patience),
            ConnectionName = "publisher",
            CreateQueues = true,
            // Lines are judged as they are read; made-up mails may be of a day gone by.
            AllowPastDeadlines = true,
        };

        string? Text(Option<string?> option, string variable) => arguments.GetValue(option) ?? Variable(variable);
    }

    /// <summary>
    /// The zone of times in a file that have none: <c>Requests__Zone</c>, the dispatcher's own setting; null refuses
    /// them.
    /// </summary>
    /// <exception cref="InvalidSettingsException">It is not known here.</exception>
    public TimeZoneInfo? RequestZone()
    {
        if (Variable("Requests__Zone") is not { } name)
            return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new InvalidSettingsException([
                $"Requests__Zone: '{name}' is not known here; write a name as America/Recife.",
            ]);
    }

    private static Uri WithPassword(Uri address, string file, List<string> problems)
    {
        try
        {
            var password = File.ReadAllText(file).Trim();
            if (password.Length > 0 && address.UserInfo.Length > 0)
                return new UriBuilder(address) { Password = Uri.EscapeDataString(password) }.Uri;
            problems.Add(
                $"Queue__PasswordFile: "
                    + $"{(password.Length == 0 ? $"{file} is empty" : "the address names no user")}."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"Queue__PasswordFile: can't read {file} ({e.GetType().Name}).");
        }

        return address;
    }

    // An empty variable is how a compose file says "not set".
    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
}
