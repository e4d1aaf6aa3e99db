using System.Globalization;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// One broken day: a virtual host of a real broker, a sandbox that answers over HTTP, a fast clock, the daemons that
/// come and go, and a note of every mail that was published.
/// </summary>
internal sealed class TestBed : IAsyncDisposable
{
    /// <summary>A minute of the clock is a second.</summary>
    public const double Speed = 60;

    /// <summary>10:00 in Recife, far from the day's last run.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 21, 13, 0, 30, TimeSpan.Zero);

    private static readonly TimeSpan LongestScene = TimeSpan.FromMinutes(4);

    private readonly List<TestMail> _published = [];
    private readonly List<DaemonUnderTest> _daemons = [];
    private readonly Dictionary<string, string?> _settings;

    private TestBed(Uri broker, MovableClock clock, SandboxServer sandbox, Dictionary<string, string?> settings) =>
        (Broker, Clock, Server, _settings) = (broker, clock, sandbox, settings);

    /// <summary>
    /// What five real seconds are on the clock: a check before a call and the call itself lie that far apart on a slow
    /// machine.
    /// </summary>
    public TimeSpan Moment => Clock.Of(TimeSpan.FromSeconds(5));

    public Uri Broker { get; }

    public MovableClock Clock { get; }

    public SandboxServer Server { get; }

    public SandboxState Sandbox => Server.Sandbox;

    public IReadOnlyList<TestMail> Published => _published;

    /// <summary>Opens a provider and a clock for daemons whose hourly run comes each minute and sends ten mails.</summary>
    public static async Task<TestBed> OpenAsync(
        Uri vhost,
        CancellationToken cancellation,
        SandboxOptions? options = null,
        DateTimeOffset? start = null,
        double speed = Speed,
        params (string Name, string Value)[] settings
    )
    {
        var clock = new MovableClock(start ?? Morning, speed);
        var sandbox = await SandboxServer.StartAsync(
            options ?? new SandboxOptions { Credits = 100_000, RateLimitScale = 0 },
            clock,
            cancellation
        );
        var defaults = new Dictionary<string, string?>
        {
            ["Schedule__Hourly"] = "0 * * * * ?",
            ["SENDINBLUE_MAILS_PER_HOUR"] = "10",
        };
        foreach (var (name, value) in settings)
            defaults[name] = value;
        var bed = new TestBed(vhost, clock, sandbox, defaults);
        await using var connection = await bed.ConnectAsync(cancellation);
        await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), cancellation);
        return bed;
    }

    /// <summary>A mail of the given number whose deadline is so many days ahead.</summary>
    public TestMail Mail(int number, double days = 30) => TestMail.Of(number, Clock.GetUtcNow().AddDays(days));

    /// <summary>Publishes persistent messages, many at once, and returns when the broker has confirmed all.</summary>
    public async Task PublishAsync(IEnumerable<TestMail> mails, CancellationToken cancellation, Uri? broker = null)
    {
        await using var connection = await ConnectAsync(cancellation, broker);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromMinutes(2), cancellation);
        var confirms = new List<Task>();
        foreach (var mail in mails)
        {
            _published.Add(mail);
            confirms.Add(
                channel.PublishAsync(
                    "",
                    PendingQueueOptions.DefaultName,
                    mail.Properties(),
                    mail.Body,
                    cancellationToken: cancellation
                )
            );
        }

        await Task.WhenAll(confirms);
    }

    /// <summary>A mail that somebody else published counts too.</summary>
    public void Note(TestMail mail) => _published.Add(mail);

    public DaemonUnderTest Start(params (string Name, string Value)[] settings) => Start(Broker, Server.Url, settings);

    /// <param name="broker">The broker's address as the daemon sees it, a proxy's say.</param>
    /// <param name="provider">The provider's.</param>
    public DaemonUnderTest Start(Uri broker, Uri provider, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(_settings);
        foreach (var (name, value) in Clock.Settings())
            all[name] = value;
        foreach (var (name, value) in settings)
            all[name] = value;
        var daemon = DaemonUnderTest.Start(broker, provider, all);
        _daemons.Add(daemon);
        return daemon;
    }

    /// <summary>The relay that takes the mails in the sandbox's place; null for none.</summary>
    public SmtpRelay? Relay { get; set; }

    /// <summary>Mail ids that the provider took, as often as it took them.</summary>
    public IReadOnlyList<Guid> Taken() =>
        Relay?.Taken ?? [.. Sandbox.Mails.Snapshot().Select(m => Guid.Parse(m.Tag!, CultureInfo.InvariantCulture))];

    /// <summary>Returns when the provider has so many mails, none is uncertain and so many are parked.</summary>
    public async Task EndAsync(DaemonUnderTest daemon, int sent, CancellationToken cancellation, int parked = 0)
    {
        try
        {
            await Eventually.TrueAsync(
                async () =>
                    Taken().Distinct().Count() >= sent
                    && await daemon.MetricAsync("maildispatcher_uncertain_mails", cancellationToken: cancellation) == 0
                    && await daemon.MetricAsync("maildispatcher_parked_mails", cancellationToken: cancellation)
                        >= parked,
                $"{sent} mails are sent, {parked} are parked and none is uncertain",
                LongestScene,
                cancellation
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{e.Message}: {Taken().Distinct().Count()} are sent. The daemon wrote:\n{daemon.Program.Output}\n"
                    + string.Join(
                        '\n',
                        (await daemon.MetricsAsync(cancellation))
                            .Split('\n')
                            .Where(l => l.StartsWith("mail", StringComparison.Ordinal))
                    ),
                e
            );
        }
    }

    /// <summary>Stops a daemon as a service manager does and counts what became of every mail.</summary>
    public async Task<Tally> CountAsync(DaemonUnderTest daemon, CancellationToken cancellation)
    {
        var code = await daemon.Program.TerminateAsync();
        Assert.True(code == 0, $"The daemon ended with {code}:\n{daemon.Program.Output}");
        return await Tally.OfAsync(this, cancellation);
    }

    public Task<IConnection> ConnectAsync(CancellationToken cancellation, Uri? broker = null) =>
        new ConnectionFactory { Uri = broker ?? Broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(
            cancellation
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons)
            await daemon.DisposeAsync();
        await Server.DisposeAsync();
    }
}
