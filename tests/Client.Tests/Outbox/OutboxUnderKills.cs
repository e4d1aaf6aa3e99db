using System.Globalization;
using System.Net.Http.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>
/// The example app, which relays its own outbox, <c>consumer relay</c> beside it on the same table, the broker, and
/// three clients that never rest. One transaction in seven is refused when it commits, after it has written its mail.
/// </summary>
internal sealed class OutboxUnderKills : IAsyncDisposable
{
    private const string Refusing = """
        CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW."Id" % 7 = 3 THEN RAISE EXCEPTION 'refused when it commits'; END IF; RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON "Mentorings" DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refused();
        """;

    private const StringComparison Word = StringComparison.Ordinal;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(4);

    private readonly PostgresNode _postgres;
    private readonly BrokerNode _broker;
    private readonly int _port = FreePort.Next();
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _over = new();
    private ChildProcess _app;
    private ProgramUnderTest _relay;
    private Task _appIsUp = Task.CompletedTask;
    private Task _relayIsUp = Task.CompletedTask;
    private Task _brokerIsUp = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;
    private (int App, int Relay, int Broker) _killed;
    private int _written;
    private int _answered;

    private OutboxUnderKills(PostgresNode postgres, BrokerNode broker)
    {
        (_postgres, _broker) = (postgres, broker);
        _http = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{_port}/"),
            Timeout = TimeSpan.FromSeconds(20),
        };
        _app = MentoringApp.Start(_port, postgres, broker.Uri);
        _relay = Relay.Start(postgres, broker.Uri, FreePort.Next());
    }

    public string Killed => $"app {_killed.App}, relay {_killed.Relay}, broker {_killed.Broker}";

    public static async Task<OutboxUnderKills> OpenAsync(CancellationToken cancellation)
    {
        var starting = BrokerNode.StartAsync(cancellation);
        var postgres = await PostgresNode.StartAsync();
        var broker = await starting;
        await using (var connection = await QueueContents.ConnectAsync(broker.Uri, cancellation))
            await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), cancellation);
        var scene = new OutboxUnderKills(postgres, broker);
        await scene.AnswersAsync();
        await using var database = await Relay.OpenAsync(postgres);
        await Relay.ExecuteAsync(database, Refusing);
        // The app has made the table; this adds the notice that the relay waits for.
        await Relay.ExecuteAsync(database, await File.ReadAllTextAsync(Relay.Schema, cancellation));
        return scene;
    }

    /// <summary>Clients ask for mentorings, until what is given back is disposed.</summary>
    public IDisposable Write()
    {
        _writing = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => WriteAsync()));
        return new Ending(_over);
    }

    /// <summary>Returns when so many further mentorings were asked for, and the app has answered.</summary>
    public Task AskedAsync(int more, CancellationToken cancellation)
    {
        var before = Volatile.Read(ref _answered);
        return Eventually.TrueAsync(
            () => Volatile.Read(ref _answered) >= before + more,
            () => $"{more} mentorings were answered; the app wrote:\n{_app.Output}",
            LongestEnd,
            cancellation
        );
    }

    /// <summary>
    /// Kills one of the three at a random moment after it was up, and starts it again; the others go on meanwhile.
    /// </summary>
    /// <param name="kill">Of the first three each is of another, and every tenth one is the broker's.</param>
    public async Task KillAsync(int kill, Random random, CancellationToken cancellation)
    {
        // The moment itself is what is random here.
        await Task.Delay(random.Next(20, 700), cancellation);
        switch (
            kill < 3 ? kill * 3
            : kill % 10 == 9 ? 0
            : random.Next(1, 10)
        )
        {
            case 0:
                _killed.Broker++;
                await _brokerIsUp;
                await _broker.KillAsync();
                _brokerIsUp = _broker.StartAgainAsync(cancellation);
                break;
            case < 6:
                _killed.App++;
                await _appIsUp;
                await AskedAsync(1, cancellation);
                _app.Send(Signal.Kill);
                await _app.DisposeAsync();
                _app = MentoringApp.Start(_port, _postgres, _broker.Uri);
                _appIsUp = AnswersAsync();
                break;
            default:
                _killed.Relay++;
                await _relayIsUp;
                await _relay.KillAsync();
                await _relay.DisposeAsync();
                _relay = Relay.Start(_postgres, _broker.Uri, FreePort.Next());
                _relayIsUp = RelaysAsync();
                break;
        }
    }

    /// <summary>Lets the outbox run empty, then a dispatcher send what came, and counts.</summary>
    public async Task<OutboxTally> CountAsync(CancellationToken cancellation)
    {
        await _writing;
        await Task.WhenAll(_appIsUp, _relayIsUp, _brokerIsUp);
        await using var database = await Relay.OpenAsync(_postgres);
        await Eventually.TrueAsync(
            async () => await Relay.ReadAsync<long>(database, "SELECT count(*) FROM mail_outbox") == 0,
            "the outbox is empty",
            LongestEnd,
            cancellation
        );
        _app.Send(Signal.Kill);
        await _relay.KillAsync();
        var mails = await MailsAsync(cancellation);
        var about = mails
            .DistinctBy(mail => mail.Id)
            .ToDictionary(mail => mail.Id!.Value, mail => long.Parse(mail.Ref!, CultureInfo.InvariantCulture));
        var taken = await SendAsync(about.Count, cancellation);
        var committed = await Relay.ReadAsync<int[]>(database, """SELECT array_agg("Id") FROM "Mentorings" """);
        var refused = await Relay.ReadAsync<long>(
            database,
            """
            SELECT count(*) FROM pg_sequence_last_value('"Mentorings_Id_seq"') last, generate_series(1, last) n
            WHERE n % 7 = 3
            """
        );
        return OutboxTally.Of(committed.Select(id => (long)id).ToHashSet(), (int)refused, mails.Count, about, taken);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _writing;
        await _app.DisposeAsync();
        await _relay.DisposeAsync();
        await _broker.DisposeAsync();
        await _postgres.DisposeAsync();
        _http.Dispose();
        _over.Dispose();
    }

    // In any health: the broker may be away.
    private Task AnswersAsync() =>
        Eventually.TrueAsync(
            async () =>
            {
                if (_app.HasExited)
                    return true;
                using var answer = await _http.GetAsync(new Uri("healthz", UriKind.Relative));
                return true;
            },
            () => $"the app answers; it wrote:\n{_app.Output}",
            LongestEnd
        );

    // It listens to the database, or says that it waits for the broker.
    private Task<string> RelaysAsync() =>
        _relay.WaitForLineAsync(
            line => line.Contains("published as it is written", Word) || line.Contains("The mail outbox waits", Word),
            LongestEnd
        );

    private async Task WriteAsync()
    {
        while (!_over.IsCancellationRequested)
            try
            {
                var mentoring = new
                {
                    mentor = "Cauã",
                    mentored = "Ana",
                    email = $"ana{Interlocked.Increment(ref _written)}@example.com",
                    start = TimeProvider.System.GetUtcNow().AddDays(3),
                };
                using (await _http.PostAsJsonAsync("mentorings", mentoring, _over.Token)) { }
                Interlocked.Increment(ref _answered);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // It was killed, and is being started again; what it committed is in the database.
                await Task.Delay(20, CancellationToken.None);
            }
    }

    // Not acknowledged: the end of the connection puts them back.
    private async Task<List<MailRequest>> MailsAsync(CancellationToken cancellation)
    {
        await using var connection = await QueueContents.ConnectAsync(_broker.Uri, cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var mails = new List<MailRequest>();
        while (
            await channel.BasicGetAsync(PendingQueueOptions.DefaultName, autoAck: false, cancellation) is { } message
        )
            mails.Add(Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span)).Request);
        return mails;
    }

    private async Task<IReadOnlyList<Guid>> SendAsync(int mails, CancellationToken cancellation)
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Credits = 1_000_000, RateLimitScale = 0 },
            cancellationToken: cancellation
        );
        await using var daemon = DaemonUnderTest.Start(
            _broker.Uri,
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["Schedule__Hourly"] = "* * * * * ?",
                ["SENDINBLUE_MAILS_PER_HOUR"] = "100000",
            }
        );
        await daemon.LeadsAsync(cancellationToken: cancellation);
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Count >= mails,
            () => $"{mails} mails are sent: {daemon.Program.Output}",
            LongestEnd,
            cancellation
        );
        Assert.Equal(0, await daemon.Program.TerminateAsync());
        Assert.Equal(0u, await QueueContents.CountAsync(_broker.Uri, PendingQueueOptions.DefaultName, cancellation));
        return
        [
            .. sandbox.Sandbox.Mails.Snapshot().Select(mail => Guid.Parse(mail.Tag!, CultureInfo.InvariantCulture)),
        ];
    }

    private sealed class Ending(CancellationTokenSource over) : IDisposable
    {
        public void Dispose() => over.Cancel();
    }
}
