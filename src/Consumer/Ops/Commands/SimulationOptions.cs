using System.CommandLine;
using MailDispatcher.Core.Policy;
using MailDispatcher.Settings;
using MailDispatcher.Simulation;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>The options that simulating and comparing plans have in common.</summary>
internal sealed class SimulationOptions
{
    private readonly Option<FileInfo> _trace = new("--trace")
    {
        Description = "the mails, one JSON line each; - reads standard input",
        Required = true,
    };
    private readonly Option<int> _perHour = new("--per-hour")
    {
        Description = "mails of one hourly run",
        DefaultValueFactory = _ => 12,
    };
    private readonly Option<string> _zone = new("--zone")
    {
        Description = "the credit day starts at 00:00 there",
        DefaultValueFactory = _ => "UTC",
    };
    private readonly Option<double> _tick = new("--tick")
    {
        Description = "seconds between two ticks of the deadline policy",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<string> _allowance = new("--allowance")
    {
        Description = "windows that hold beside the credits, as 100/hour 3000/month or 500/24h",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _maxWait = new("--max-wait")
    {
        Description = "after so long a mail counts as much as the dearest (deadline policy), as 48h or 7d",
    };

    public void AddTo(Command command)
    {
        command.Add(_maxWait);
        command.Add(_allowance);
        command.Add(_trace);
        command.Add(_perHour);
        command.Add(_zone);
        command.Add(_tick);
    }

    public CreditDay Day(ParseResult result) => new(TimeZoneInfo.FindSystemTimeZoneById(result.GetValue(_zone)!));

    public IReadOnlyList<TraceMail> Trace(ParseResult result)
    {
        var file = result.GetRequiredValue(_trace);
        return TraceFile.Read(
            file.ToString() == "-" ? LinesOf(Console.In) : File.ReadLines(file.FullName),
            new ValueTable()
        );
    }

    public IReadOnlyList<MailResult> Play(
        ParseResult result,
        IReadOnlyList<TraceMail> mails,
        PolicyKind kind,
        DailyCredits credits
    )
    {
        var day = Day(result);
        if (result.GetValue(_perHour) < 0)
            throw new FormatException("--per-hour: a number from 0 on is needed.");
        if (result.GetValue(_tick) is not (>= 1 and <= 86_400))
            throw new FormatException("--tick: 1 to 86400 seconds are needed.");
        var maxWait = result.GetValue(_maxWait);
        if (maxWait is not null && SettingsReader.Duration(maxWait) is null)
            throw new FormatException("--max-wait: give a time, as 48h or 7d.");
        var settings = new DeadlineSettings { MaxWait = SettingsReader.Duration(maxWait ?? "") };
        IDispatchPolicy policy =
            kind is PolicyKind.Deadline
                ? new DeadlinePolicy(day, settings)
                : new HourlyPolicy(result.GetValue(_perHour));
        return new Simulator(
            policy,
            new SimulationRules
            {
                Day = day,
                Credits = credits,
                Allowance = AllowanceOf(result.GetValue(_allowance)!, credits),
                AtArrivals = kind is PolicyKind.Deadline,
                Tick = TimeSpan.FromSeconds(result.GetValue(_tick)),
            }
        ).Play(mails);
    }

    // A plan's day is one window more, as in the daemon; the allowance's own day counts before it.
    private static Allowance? AllowanceOf(string text, DailyCredits credits)
    {
        if (text.Length == 0)
            return null;
        var allowance = Allowance.Parse(text);
        return credits.ADay is { } mails && !allowance.Windows.Any(w => w is Window.Day)
            ? new Allowance([.. allowance.Windows, new Window.Day(mails)])
            : allowance;
    }

    private static IEnumerable<string> LinesOf(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
