using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using MailDispatcher.Clock;
using MailDispatcher.Settings;

namespace MailDispatcher.Publisher.Settings;

/// <summary>The options that say which mails are published, and how fast.</summary>
internal sealed class SourceOptions
{
    private readonly Option<int?> _count = new("--count", "-n")
    {
        HelpName = "number",
        CustomParser = argument => Whole(argument, "-n"),
        Description =
            "Publish this many made-up mails, about mentorings today and in the next 10 days, to people at "
            + "example.com.",
    };

    private readonly Option<string?> _file = new("--file", "-f")
    {
        HelpName = "path",
        Description =
            "Publish mail requests from a file, one JSON object a line; - reads standard input. "
            + "A bad line is refused with its number and reason, the others are published. "
            + "A line without an id gets one from its bytes: a file published twice is sent once.",
    };

    private readonly Option<bool> _asRecorded = new("--as-recorded")
    {
        Description =
            "The file's lines are {\"priority\": 199, \"body\": \"...\"}, a recording of another publisher: each "
            + "body is published byte for byte.",
    };

    private readonly Option<double?> _rate = new("--rate")
    {
        HelpName = "mails",
        CustomParser = argument => Number(argument, "--rate"),
        Description = "At most this many mails a second. Default: as fast as the broker confirms them.",
    };

    private readonly Option<int?> _seed = new("--seed")
    {
        HelpName = "number",
        CustomParser = argument => Whole(argument, "--seed"),
        Description =
            "Make the same mails again, with the same ids when --now is the same too. Default: another seed each time.",
    };

    private readonly Option<string?> _now = new("--now")
    {
        HelpName = "time",
        Description = "Publish as if it were this time, say 2026-11-21T09:00:00-03:00. Default: the clock's.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_count, _file, _asRecorded, _rate, _seed, _now])
            command.Add(option);
    }

    private static int? Whole(ArgumentResult argument, string option)
    {
        if (
            int.TryParse(
                argument.Tokens[0].Value,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return number;
        argument.AddError($"{option}: '{argument.Tokens[0].Value}' is not a whole number.");
        return null;
    }

    private static double? Number(ArgumentResult argument, string option)
    {
        if (double.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture, out var number))
            return number;
        argument.AddError($"{option}: '{argument.Tokens[0].Value}' is not a number.");
        return null;
    }

    /// <param name="clock">The program's clock where <c>--now</c> does not set another.</param>
    /// <exception cref="InvalidSettingsException">The message names each problem and what to give.</exception>
    public Source Read(ParseResult arguments, TimeProvider clock)
    {
        var problems = new List<string>();
        var count = arguments.GetValue(_count);
        var file = arguments.GetValue(_file);
        var asRecorded = arguments.GetValue(_asRecorded);
        var rate = arguments.GetValue(_rate);
        var now = arguments.GetValue(_now);
        DateTimeOffset instant = default;
        if (count is null == file is null)
            problems.Add("Give either -n NUMBER or --file PATH.");
        if (count < 1)
            problems.Add("-n: give a number of mails, 1 or more.");
        if (asRecorded && file is null)
            problems.Add("--as-recorded needs --file.");
        if (rate is not (null or (> 0 and <= 1_000_000)))
            problems.Add("--rate: give mails a second, above 0.");
        if (
            now is not null
            && !DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
        )
            problems.Add("--now: not a time; write it as 2026-11-21T09:00:00-03:00.");
        if (problems.Count > 0)
            throw new InvalidSettingsException(problems);

        return new Source
        {
            Count = count,
            File = file,
            AsRecorded = asRecorded,
            Rate = rate,
            Seed = arguments.GetValue(_seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            Now = now is null ? clock.GetUtcNow() : instant,
            Clock = now is null ? clock : new FastClock(TimeProvider.System.GetUtcNow(), instant, speed: 1),
        };
    }
}
