using System.CommandLine;
using System.Diagnostics;
using MailDispatcher.Broker.Conformance;
using MailDispatcher.Consumer.Conformance;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.MailManager.Checks;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// <c>consumer conformance</c>: shows the developer of a host app what is wrong with each message that it publishes, on
/// a queue for that alone.
/// </summary>
internal static class ConformanceCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var queue = new Option<string>("--queue")
        {
            Description = "Queue to publish to, also the exchange and the routing key; its name ends in -conformance.",
            DefaultValueFactory = _ => "mail-conformance",
        };
        queue.Validators.Add(result =>
        {
            if (!ConformanceQueue.IsName(result.GetValue(queue)!))
                result.AddError(
                    "--queue: its name must end in -conformance, so that no mail is ever taken from another queue."
                );
        });
        var count = new Option<int?>("--count") { Description = "End after so many messages." };
        count.Validators.Add(result =>
        {
            if (result.GetValue(count) is < 1)
                result.AddError("--count: 1 or more.");
        });
        var seconds = new Option<int?>("--for")
        {
            Description = "End after so many seconds; without this and --count it ends when it is stopped.",
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValue(seconds) is < 1)
                result.AddError("--for: 1 second or more.");
        });
        var command = new Command(
            "conformance",
            "Show what is wrong with each message that a host app publishes to a queue of its own; nothing is sent. "
                + "Exit code 1 when anything is wrong, or too few messages came."
        )
        {
            queue,
            count,
            seconds,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        var name = parsed.GetValue(queue)!;
                        await using var messages = await ConformanceQueue.OpenAsync(
                            broker,
                            settings.Broker.Certificate,
                            settings.Topology.Pending,
                            name,
                            cancellationToken
                        );
                        return await ShowAsync(
                            messages,
                            name,
                            settings,
                            parsed.GetValue(count),
                            parsed.GetValue(seconds) is { } most ? TimeSpan.FromSeconds(most) : null,
                            cancellationToken
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> ShowAsync(
        ConformanceQueue messages,
        string name,
        DaemonSettings settings,
        int? wanted,
        TimeSpan? longest,
        CancellationToken stopping
    )
    {
        var isProviderSet = settings.Provider.Problems.Count == 0;
        await using var services = isProviderSet
            ? new ServiceCollection().AddLogging().AddProvider(settings.Provider).BuildServiceProvider()
            : null;
        var examiner = new MessageExaminer(
            settings.Dispatch.Wire,
            services?.GetRequiredService<IProviderCheck>(),
            TimeProvider.System
        );
        Console.WriteLine(
            $"Publish to the exchange '{name}' with the routing key '{name}'; nothing is sent from there."
        );
        Console.WriteLine("Not to be seen from here: mandatory, and whether the publisher waits for the confirm.");
        if (!isProviderSet)
            Console.WriteLine("Templates and their parameters are not checked: no provider is set.");
        var (began, count, wrong) = (Stopwatch.GetTimestamp(), 0, 0);
        while (
            !stopping.IsCancellationRequested
            && !(count >= wanted)
            && !(longest is { } most && Stopwatch.GetElapsedTime(began) >= most)
        )
        {
            try
            {
                if (await messages.TakeAsync(stopping) is not { } message)
                {
                    await Task.Delay(PollInterval, TimeProvider.System, stopping);
                    continue;
                }

                var examined = await examiner.ExamineAsync(message, stopping);
                count++;
                wrong += examined.IsWrong ? 1 : 0;
                foreach (var line in examined.Lines)
                    Console.WriteLine(line);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
        }

        return Verdict(count, wrong, wanted);
    }

    private static int Verdict(int count, int wrong, int? wanted)
    {
        var messages = count == 1 ? "1 message" : $"{count} messages";
        Console.WriteLine(
            count == 0 ? "No message came: nothing is known."
            : wrong > 0 ? $"{messages}, {wrong} wrong; docs/producers.md says what every publisher must do."
            : count < wanted ? $"{messages}, nothing wrong; {wanted} were awaited."
            : $"{messages}, nothing wrong."
        );
        return count > 0 && wrong == 0 && !(count < wanted) ? ExitCode.Done : ExitCode.Failed;
    }
}
