using System.Globalization;
using System.Net.Http.Json;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using Npgsql;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>
/// The example app with its outbox on a real PostgreSQL, killed (-9) at random moments, as is the broker: in the end
/// every mentoring that was committed has its mail, no other has one, and every mail has one id. OUTBOX_KILLS says how
/// often (200 takes some minutes).
/// </summary>
public sealed class OutboxKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("OUTBOX_KILLS") ?? "6",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task Relay_AppAndBrokerKilledAtRandom_LosesNothingAndInventsNothing()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var postgres = await PostgresNode.StartAsync();
        await using var broker = await BrokerNode.StartAsync(cancel);
        var random = new Random(20261125);
        var port = FreePort.Next();
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}/"),
            Timeout = TimeSpan.FromSeconds(20),
        };
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var app = MentoringApp.Start(port, postgres, broker.Uri);
            await MentoringApp.AnswersAsync(app, http);
            using var over = new CancellationTokenSource();
            var posting = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(http, over.Token)));
            await Task.Delay(random.Next(20, 700), cancel);
            if (kill % 10 == 5)
            {
                await broker.KillAsync();
                await Task.Delay(random.Next(0, 300), cancel);
                await broker.StartAgainAsync(cancel);
            }

            app.Send(Signal.Kill);
            await over.CancelAsync();
            await posting;
        }

        await using (var last = MentoringApp.Start(port, postgres, broker.Uri))
        {
            await MentoringApp.AnswersAsync(last, http);
            await Eventually.TrueAsync(
                async () => (await IdsAsync(postgres, "SELECT number FROM mail_outbox")).Count == 0,
                "the outbox is empty",
                cancellationToken: cancel
            );
        }

        var committed = await IdsAsync(postgres, """SELECT "Id" FROM "Mentorings" """);
        var mails = (await QueueContents.TakeAllAsync(broker.Uri, PendingQueueOptions.DefaultName, cancel))
            .Select(message => ((DecodedMail.Valid)MailRequestCodec.Decode(message.Body.Span)).Request)
            .ToLookup(mail => long.Parse(mail.Ref!, CultureInfo.InvariantCulture), mail => mail.Id!.Value);
        var lost = committed.Count(id => !mails.Contains(id));
        var phantom = mails.Count(mail => !committed.Contains(mail.Key));
        var twice = mails.Count(mail => mail.Distinct().Count() > 1);
        output.WriteLine(
            $"{Kills} kills, {committed.Count} committed, {mails.Sum(m => m.Count())} messages: lost {lost}, phantom {phantom}, twice {twice}"
        );
        Assert.True(committed.Count > Kills, "too few were committed to prove anything");
        Assert.Equal((0, 0, 0), (lost, phantom, twice));
    }

    private static async Task PostAsync(HttpClient http, CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested)
                using (await http.PostAsJsonAsync("mentorings", MentoringApp.Sample, over)) { }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // It was killed; what it committed is in the database.
        }
    }

    private static async Task<HashSet<long>> IdsAsync(PostgresNode postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<long>();
        while (await reader.ReadAsync())
            ids.Add(Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture));
        return ids;
    }
}
