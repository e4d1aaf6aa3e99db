using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailDispatcher.Clock;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Settings;

/// <summary>
/// The program <c>sandbox</c>: each setting is an option of the command line and an environment variable; the option
/// wins. Runs until SIGTERM or Ctrl+C.
/// </summary>
internal sealed class SandboxCommand
{
    private readonly Option<int> _port = Setting(
        "--port",
        "Sandbox__Port",
        "The port; 0 takes a free one.",
        SandboxOptions.DefaultPort,
        Number(0, 65_535)
    );
    private readonly Option<IPAddress> _listen = Setting(
        "--listen",
        "Sandbox__Listen",
        "The address to listen on. The sandbox shows mail addresses to whoever can reach it.",
        IPAddress.Loopback,
        IPAddress.Parse
    );
    private readonly Option<Plan> _plan = Setting(
        "--plan",
        "Sandbox__Plan",
        "free, payAsYouGo, subscription or unlimited.",
        Plan.Free,
        Named<Plan>
    );
    private readonly Option<int> _credits = Setting(
        "--credits",
        "Sandbox__Credits",
        "Mails a day on the free plan, the balance on a paid one.",
        300,
        Number(0, int.MaxValue)
    );
    private readonly Option<OverLimit> _overLimit = Setting(
        "--over-limit",
        "Sandbox__OverLimit",
        "A mail beyond the credits: refuse answers 402, hold answers 201 and delivers nothing.",
        OverLimit.Refuse,
        Named<OverLimit>
    );
    private readonly Option<TimeZoneInfo> _zone = Setting(
        "--zone",
        "Sandbox__Zone",
        "The free plan's credits come back at 00:00 of this time zone.",
        new SandboxOptions().Zone,
        TimeZoneInfo.FindSystemTimeZoneById
    );
    private readonly Option<TimeSpan> _keyLife = Setting(
        "--idempotency-key-life",
        "Sandbox__IdempotencyKeyLife",
        "How long a key is remembered, hh:mm:ss.",
        TimeSpan.FromMinutes(30),
        Span
    );
    private readonly Option<double> _rateLimitScale = Setting(
        "--rate-limit-scale",
        "Sandbox__RateLimitScale",
        "Multiplies Brevo's limits of calls; 0 switches them off.",
        1d,
        Scale
    );
    private readonly Option<TimeSpan> _eventLag = Setting(
        "--event-lag",
        "Sandbox__EventLag",
        "How long an event takes to show in the event log, hh:mm:ss.",
        TimeSpan.Zero,
        Span
    );
    private readonly Option<long[]> _templates = Setting<long[]>(
        "--templates",
        "Sandbox__Templates",
        "Numbers of further active templates, as 20,21.",
        [],
        Numbers
    );
    private readonly Option<long[]> _inactive = Setting<long[]>(
        "--inactive-templates",
        "Sandbox__InactiveTemplates",
        "Numbers of templates that are not active, as 10.",
        [],
        Numbers
    );
    private readonly Option<string[]> _blocked = Setting<string[]>(
        "--blocked",
        "Sandbox__Blocked",
        "Addresses that are blocked: mail to them is accepted and dropped.",
        [],
        Words
    );

    private readonly Option<FateRule[]> _fates = Setting<FateRule[]>(
        "--fates",
        "Sandbox__Fates",
        "What comes of mail by address, as HardBounced=*@gone.example,SoftBounced=full@*,Complained=cross@*.",
        [],
        text => [.. Words(text).Select(FateRule.Parse)]
    );

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    /// <returns>The exit code: 0 when it was told to end, 1 when it could not start.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Create().Parse(arguments);
        // The reason alone: the whole help would hide it.
        if (parsed.Action is ParseErrorAction refusal)
            refusal.ShowHelp = false;
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LongestStop });
    }

    private RootCommand Create()
    {
        var command = new RootCommand(
            "A Brevo v3 API that sends nothing: point SENDINBLUE_URL at it, and look at its page to see the mails "
                + "it took.\n"
                + "Any key that begins with xkeysib- is valid. The clock is set by Clock__Speed, Clock__Start and "
                + "Clock__Origin."
        )
        {
            _port,
            _listen,
            _plan,
            _credits,
            _overLimit,
            _zone,
            _keyLife,
            _rateLimitScale,
            _eventLag,
            _templates,
            _inactive,
            _blocked,
            _fates,
        };
        command.SetAction((parsed, stopping) => ServeAsync(Options(parsed), stopping));
        return command;
    }

    private SandboxOptions Options(ParseResult parsed) =>
        new()
        {
            Port = parsed.GetValue(_port),
            Listen = parsed.GetValue(_listen)!,
            Plan = parsed.GetValue(_plan),
            Credits = parsed.GetValue(_credits),
            OverLimit = parsed.GetValue(_overLimit),
            Zone = parsed.GetValue(_zone)!,
            IdempotencyKeyLife = parsed.GetValue(_keyLife),
            RateLimitScale = parsed.GetValue(_rateLimitScale),
            EventLag = parsed.GetValue(_eventLag),
            ExtraTemplates = parsed.GetValue(_templates)!,
            InactiveTemplates = parsed.GetValue(_inactive)!,
            BlockedContacts = parsed.GetValue(_blocked)!,
            Fates = parsed.GetValue(_fates)!,
        };

    private static async Task<int> ServeAsync(SandboxOptions options, CancellationToken stopping)
    {
        try
        {
            await using var server = await SandboxServer.StartAsync(
                options,
                ClockSettings.FromEnvironment().Create(),
                stopping
            );
            var standing = server.Sandbox.Credits.Read();
            await Console.Out.WriteLineAsync(
                $"Sandbox listens on {server.Page.ToString().TrimEnd('/')} (API {server.Url}, plan {standing.Plan}, "
                    + $"{standing.Remaining} credits, sends nothing)"
            );
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync(
                $"The sandbox can't listen on {options.Listen}:{options.Port}: {e.Message}"
            );
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static Option<T> Setting<T>(
        string name,
        string variable,
        string description,
        T standard,
        Func<string, T> read
    ) => SettingOption.Create(name, variable, description, standard, read);

    private static Func<string, int> Number(int least, int most) =>
        text =>
            int.Parse(text, CultureInfo.InvariantCulture) is var number && number >= least && number <= most
                ? number
                : throw new FormatException($"a number from {least} to {most}");

    private static T Named<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new FormatException($"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static double Scale(string text) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var scale and >= 0 and < 1_000_000
            ? scale
            : throw new FormatException("a number of 0 or more");

    private static TimeSpan Span(string text) =>
        TimeSpan.Parse(text, CultureInfo.InvariantCulture) is var span && span >= TimeSpan.Zero
            ? span
            : throw new FormatException("a time of 0 or more");

    private static long[] Numbers(string text) =>
        [.. Words(text).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];

    private static string[] Words(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
