using System.CommandLine;
using System.Diagnostics;
using MailDispatcher.Client;
using MailDispatcher.Publisher.Input;
using MailDispatcher.Publisher.Mocks;
using MailDispatcher.Publisher.Output;
using MailDispatcher.Publisher.Publishing;
using MailDispatcher.Publisher.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Publisher;

/// <summary>The command line: reads its arguments, publishes, and says how it went.</summary>
internal static class PublisherCommand
{
    /// <summary>Shorter runs are over before a bar is of use.</summary>
    private const int LongRun = 200;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var source = new SourceOptions();
        var broker = new BrokerOptions();
        var command = new RootCommand(
            "Publishes mail requests to Mail Dispatcher's pending queue: made-up ones, or real ones from a file."
        );
        source.AddTo(command);
        broker.AddTo(command);
        command.SetAction((parsed, cancellationToken) => PublishAsync(source, broker, parsed, cancellationToken));
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Complain(error.Message);
            Complain("--help lists the options.");
            return ExitCode.Failed;
        }

        // Without its handler a defect ends the program as one, not with the exit code of a refused line.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static async Task<int> PublishAsync(
        SourceOptions sources,
        BrokerOptions brokers,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var source = sources.Read(arguments, TimeProvider.System);
            var target = brokers.Read(arguments);
            foreach (var warning in target.Warnings)
                Complain(warning);
            await using var input = source.File is { } file ? Open(file) : Stream.Null;
            await using var publisher = new MailPublisher(target.Options, source.Clock);
            await publisher.ConnectAsync(cancellationToken);
            return await PublishAsync(
                source,
                target.Options.Zone,
                target.RequestZone,
                publisher,
                input,
                cancellationToken
            );
        }
        catch (InvalidSettingsException e)
        {
            foreach (var problem in e.Problems)
                Complain(problem);
        }
        catch (Exception e)
            when (e
                    is BrokerUnavailableException
                        or QueueUnusableException
                        or IOException
                        or UnauthorizedAccessException
                        or FormatException
                        or ArgumentException
            )
        {
            Complain(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }

        return ExitCode.Failed;
    }

    private static async Task<int> PublishAsync(
        Source source,
        TimeZoneInfo zone,
        TimeZoneInfo? requestZone,
        MailPublisher publisher,
        Stream input,
        CancellationToken cancellationToken
    )
    {
        var entries = source switch
        {
            { Count: { } count } => new MockMails(source.Seed, source.Now, zone)
                .Take(count)
                .Select(mail => (Entry)new Entry.Request(mail))
                .ToAsyncEnumerable(),
            { AsRecorded: true } => Lines.RecordedAsync(input, cancellationToken),
            _ => Lines.RequestsAsync(input, source.Clock.GetUtcNow(), requestZone, cancellationToken),
        };
        var started = Stopwatch.GetTimestamp();
        var tally = HasBar(source)
            ? await BarReport.RunAsync(source.Count, report => RunAsync(report))
            : await RunAsync(new PlainReport(Console.Out, Console.Error));

        Console.WriteLine(
            $"{tally.Published} published, {tally.Refused} refused, {tally.NotConfirmed} not confirmed"
                + $" in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} "
                + $"s{(source.Count is null ? "" : $", seed {source.Seed}")}"
        );
        if (tally.Failure is { } failure)
            Complain(failure);
        if (cancellationToken.IsCancellationRequested)
            return ExitCode.Interrupted;
        if (tally.Failure is not null)
            return ExitCode.Failed;
        return tally.Refused > 0 ? ExitCode.LinesRefused : ExitCode.Done;

        Task<Tally> RunAsync(IReport report) =>
            new Pipeline(publisher, source.Clock, zone, report).RunAsync(entries, source.Rate, cancellationToken);
    }

    private static bool HasBar(Source source) =>
        !Console.IsOutputRedirected
        && (source.Count is not { } count || count >= LongRun || count / (source.Rate ?? double.MaxValue) > 5);

    private static Stream Open(string file) => file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);

    private static void Complain(string text) => Console.Error.WriteLine($"publisher: {text}");
}
