using System.Diagnostics;
using System.Globalization;
using System.Text;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Benchmarks.Publishing;

/// <summary>
/// The publisher, and the HTTP intake as a process of its own, beside a raw confirming loop over RabbitMQ.Client with as
/// many publishes on the way, on one broker, in turns: what checking, writing and waiting truly cost.
/// </summary>
internal static class PublishBenchmark
{
    private const int Mails = 10_000;
    private const int Rounds = 5;
    private const int OnTheWay = 256;

    public static async Task<int> RunAsync(string file)
    {
        await using var broker = await BrokerNode.StartAsync();
        var queue = new PendingQueueOptions();
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { Broker = broker.Uri, CreateQueues = true }
        );
        await publisher.ConnectAsync();
        await using var connection = await new ConnectionFactory
        {
            Uri = broker.Uri,
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var body = MailRequestCodec.Encode(
            Mail() with
            {
                Id = Guid.NewGuid(),
                PublishedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await using var intake = await IntakeUnderLoad.StartAsync(broker.Uri);
        var (raw, ours, http) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var rawRate = await RateAsync(() => RawAsync(channel, queue, body));
            await channel.QueuePurgeAsync(queue.Name);
            var ourRate = await RateAsync(() => publisher.PublishAsync(Mail()));
            await channel.QueuePurgeAsync(queue.Name);
            var httpRate = await RateAsync(intake.PostAsync);
            await channel.QueuePurgeAsync(queue.Name);
            // The first round warms all up.
            if (round == 0)
                continue;
            raw.Add(rawRate);
            ours.Add(ourRate);
            http.Add(httpRate);
            Console.WriteLine(
                $"round {round}: raw {rawRate:0}/s, publisher {ourRate:0}/s, ratio {ourRate / rawRate:0.00}; intake {httpRate:0}/s, ratio {httpRate / rawRate:0.00}"
            );
        }

        var (rawMedian, ourMedian, httpMedian) = (Median(raw), Median(ours), Median(http));
        var text = new StringBuilder()
            .AppendLine("# The publisher and the HTTP intake beside a raw confirming loop")
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"{Mails} persistent mails a round, {Rounds} rounds in turns, {OnTheWay} on the way, one broker and all programs on {Environment.ProcessorCount} cores; medians. `./dev bench publish` measures anew."
            )
            .AppendLine()
            .AppendLine("| | mails a second | ratio |")
            .AppendLine("|---|---|---|")
            .AppendLine(CultureInfo.InvariantCulture, $"| raw loop | {rawMedian:0} | 1 |")
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"| `MailPublisher` | {ourMedian:0} | {ourMedian / rawMedian:0.00} |"
            )
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"| `POST /v1/mails` of `consumer intake`, asked by this program | {httpMedian:0} | {httpMedian / rawMedian:0.00} |"
            );
        await File.WriteAllTextAsync(file, text.ToString());
        Console.WriteLine(text);
        return 0;
    }

    private static double Median(List<double> rates) => rates.Order().ElementAt(rates.Count / 2);

    // The same bytes on the wire, so that the broker's share is the same.
    private static async Task RawAsync(IChannel channel, PendingQueueOptions queue, byte[] body) =>
        await channel.BasicPublishAsync(
            queue.Exchange,
            queue.Name,
            mandatory: true,
            new BasicProperties
            {
                Persistent = true,
                Priority = 1,
                MessageId = "0192d2a0-0000-7000-8000-000000000001",
                ContentType = MailRequestCodec.ContentType,
                Timestamp = new AmqpTimestamp(1_764_000_000),
                Headers = new Dictionary<string, object?>
                {
                    [MailPublisher.PublishedAtHeader] = "2026-11-25T10:00:00.0000000Z",
                },
            },
            body
        );

    private static async Task<double> RateAsync(Func<Task> publish)
    {
        using var room = new SemaphoreSlim(OnTheWay, OnTheWay);
        var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var all = new Task[Mails];
        for (var n = 0; n < Mails; n++)
        {
            await room.WaitAsync();
            all[n] = OneAsync();
        }

        await Task.WhenAll(all);
        Console.WriteLine(
            $"{(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Mails:0} us of this program's processor time a mail"
        );
        return Mails / Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task OneAsync()
        {
            try
            {
                await publish();
            }
            finally
            {
                room.Release();
            }
        }
    }

    private static MailRequest Mail() =>
        new()
        {
            Template = MailTemplate.ConfirmationToMentored,
            Recipient = new Recipient("Rui", "rui@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Cauã",
                MentoredName = "Rui",
                MentoringStart = TimeProvider.System.GetUtcNow().AddDays(9),
            },
        };
}
