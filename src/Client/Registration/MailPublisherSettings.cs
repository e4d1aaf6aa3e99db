using MailDispatcher.Contracts;

namespace MailDispatcher.Client.Registration;

/// <summary>The section <c>MailDispatcher</c> of an app's configuration.</summary>
public sealed class MailPublisherSettings
{
    public const string Section = "MailDispatcher";

    /// <value>
    /// One broker, or several with commas between. Default: <c>QUEUE_SERVICE_URL</c>, else <c>RABBITMQ_URL</c>.
    /// </value>
    public string? Broker { get; set; }

    /// <value>The app's name, one word: outcomes are told under it.</value>
    public string? App { get; set; }

    public string QueueName { get; set; } = PendingQueueOptions.DefaultName;

    public bool QueueDurable { get; set; } = true;

    public int QueueMaxPriority { get; set; } = 10;

    public string QueueType { get; set; } = "classic";

    /// <value>The zone whose calendar days count for the broker's level, as the dispatcher's.</value>
    public string TimeZone { get; set; } = CalendarZone.DefaultName;

    /// <value>Seconds that one publish may take with all its reconnects, above 0 and at most 3600.</value>
    public double PatienceSeconds { get; set; } = 30;

    /// <inheritdoc cref="MailPublisherOptions.CreateQueues"/>
    public bool CreateQueues { get; set; }

    public string? CertificateFile { get; set; }

    public string? KeyFile { get; set; }

    /// <summary>What must be set otherwise; empty for nothing. Never holds a secret.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Broker))
            problems.Add($"{Section}:Broker (or QUEUE_SERVICE_URL) is not set; write {BrokerAddresses.HowToWrite}.");
        else if (BrokerAddresses.Parse(Broker) is null)
            problems.Add($"{Section}:Broker is no address of a broker; write {BrokerAddresses.HowToWrite}.");
        if (
            App is not null
            && (
                App.Length is 0 or > MailRequestRules.MaxAppLength
                || !App.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            )
        )
            problems.Add($"{Section}:App is not one word of letters, digits, - and _.");
        if (QueueName.Length is 0 or > 200)
            problems.Add($"{Section}:QueueName has 1 to 200 characters.");
        if (QueueMaxPriority is < 0 or > 255)
            problems.Add($"{Section}:QueueMaxPriority is not from 0 to 255.");
        if (QueueType is not ("classic" or "quorum"))
            problems.Add($"{Section}:QueueType is neither classic nor quorum.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            problems.Add($"{Section}:TimeZone is not known here; write a name as America/Recife.");
        if (PatienceSeconds is not (> 0 and <= 3600))
            problems.Add($"{Section}:PatienceSeconds is not above 0 and at most 3600.");
        if (CertificateFile is { } file && !File.Exists(file))
            problems.Add($"{Section}:CertificateFile names no file.");
        return problems;
    }

    internal MailPublisherOptions ToOptions()
    {
        var brokers = BrokerAddresses.Parse(Broker)!;
        return new MailPublisherOptions
        {
            Broker = brokers[0],
            FailOver = [.. brokers.Skip(1)],
            App = App,
            Queue = new PendingQueueOptions
            {
                Name = QueueName,
                Durable = QueueDurable,
                MaxPriority = QueueMaxPriority,
                Type = QueueType,
            },
            Zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone),
            Patience = TimeSpan.FromSeconds(PatienceSeconds),
            CreateQueues = CreateQueues,
            Certificate = CertificateFile is null
                ? null
                : new ClientCertificate { CertificateFile = CertificateFile, KeyFile = KeyFile },
            ConnectionName = App is null ? "mail publisher" : $"{App} mail publisher",
        };
    }
}
