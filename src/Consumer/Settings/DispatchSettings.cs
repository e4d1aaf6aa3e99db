using MailDispatcher.Contracts;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>How mails are chosen and sent.</summary>
internal sealed record DispatchSettings
{
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Zone of a time that a request writes without one; null: it is never guessed.</summary>
    public required TimeZoneInfo? RequestsZone { get; init; }

    public required PolicyKind Policy { get; init; }

    /// <summary>The deadline policy decides at each arrival it can see; the hourly one at its runs alone.</summary>
    public bool PollsOften => Policy is PolicyKind.Deadline;

    /// <summary>How often the deadline policy looks for arrivals.</summary>
    public required TimeSpan Tick { get; init; }

    /// <summary>Windows that mails may not exceed; null when the provider's credits alone count.</summary>
    public required Allowance? Allowance { get; init; }

    /// <summary>Windows of which each person gets no more mails; null for no ceiling.</summary>
    public required Allowance? PerRecipient { get; init; }

    /// <summary>Templates that this ceiling neither holds nor counts.</summary>
    public required IReadOnlySet<int> PerRecipientExcept { get; init; }

    /// <summary>
    /// Credits that a new day brings; the deadline policy plans with them. The provider tells only what is left.
    /// </summary>
    public required int CreditsADay { get; init; }

    /// <summary>Mails of one hourly run, 0..100000.</summary>
    public required int MailsPerHour { get; init; }

    /// <summary>
    /// Mails that one run may hold in memory to choose from; the least urgent beyond them stay in the queue.
    /// </summary>
    public required int Window { get; init; }

    /// <summary>The most calls of the provider at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>
    /// Values of mails by template, where they differ from <see cref="ValueTable.Defaults"/>; above 0.
    /// </summary>
    public required IReadOnlyDictionary<int, double> Values { get; init; }

    /// <summary>The time in which a waiting mail's value falls to a half, by template.</summary>
    public required IReadOnlyDictionary<int, TimeSpan> HalfLives { get; init; }

    /// <summary>How long after its publishing a mail without a deadline is worth sending, by template.</summary>
    public required IReadOnlyDictionary<int, TimeSpan> Deadlines { get; init; }

    /// <summary>After so long a mail counts as much as the dearest; null: its value never changes.</summary>
    public required TimeSpan? MaxWait { get; init; }

    /// <summary>Hours of the day, in <see cref="Zone"/>, in which mails of some templates wait.</summary>
    public required QuietHours Quiet { get; init; }

    /// <summary>What the reader of requests is told.</summary>
    public MailRequestCodecOptions Wire => new() { Zone = RequestsZone, Deadlines = Deadlines };

    /// <summary>What the deadline policy goes by.</summary>
    public DeadlineSettings Deadline => new() { MaxWait = MaxWait, HalfLives = HalfLives };

    /// <summary>Templates whose mails to one person may become one when credits are short; empty for none.</summary>
    public required IReadOnlyCollection<int> Coalesce { get; init; }

    internal static DispatchSettings Read(SettingsReader reader)
    {
        var allowance = ReadWindows(
            reader,
            "Dispatch__Allowance",
            "windows, as 100/hour 300/day 3000/month or 500/24h",
            "How many mails may leave in each window; every one holds. Unset, the provider's credits alone count."
        );
        var values = reader.PerTemplate(
            "Dispatch__Values",
            "by the table in README",
            "a number above 0, at most 1000000, or with a half-life, as '10 half-life 5m'",
            "What a mail of template N is worth, by name or number; only ratios matter. With a half-life it is worth "
                + "half after so long (deadline policy): such mail goes soon or hardly at all.",
            text => TemplateValue.Parse(text, SettingsReader.Duration)
        );
        var zone = ZoneSettings.Calendar(reader) ?? TimeZoneInfo.Utc;
        return new()
        {
            Allowance = allowance,
            PerRecipient = ReadWindows(
                reader,
                "Dispatch__PerRecipient",
                "windows, as 5/hour 20/day",
                "How many mails one person gets in each window; the rest waits. Unset: as many as there are. Needs "
                    + "Suppression__Key."
            ),
            PerRecipientExcept = reader
                .Templates(
                    "Dispatch__PerRecipientExcept",
                    "Templates that Dispatch__PerRecipient neither holds nor counts, as cancellations."
                )
                .ToHashSet(),
            Zone = zone,
            RequestsZone = ZoneSettings.OfRequests(reader),
            Policy = EnumName.Parse<PolicyKind>(
                reader.Choice(
                    "Dispatch__Policy",
                    EnumName.Of(PolicyKind.Hourly),
                    EnumName.All<PolicyKind>(),
                    "How the day's credits are spent."
                )
            ),
            Tick = TimeSpan.FromMilliseconds(
                reader.Whole(
                    "Dispatch__TickMilliseconds",
                    500,
                    100,
                    60_000,
                    "milliseconds",
                    "How often the deadline policy looks for arrivals."
                )
            ),
            CreditsADay = ReadCreditsADay(reader, allowance),
            MailsPerHour = reader.Whole(
                "SENDINBLUE_MAILS_PER_HOUR",
                12,
                0,
                100_000,
                "mails",
                "How many mails each hourly run may send."
            ),
            Window = reader.Whole(
                "Dispatch__Window",
                20_000,
                1,
                65_535,
                "mails",
                "How many waiting mails are held in memory to choose from."
            ),
            Values = values.ToDictionary(v => v.Key, v => v.Value.Value),
            HalfLives = values
                .Where(v => v.Value.HalfLife is not null)
                .ToDictionary(v => v.Key, v => v.Value.HalfLife!.Value),
            Deadlines = reader.PerTemplate(
                "Dispatch__Deadlines",
                "none: such a request is parked",
                "a time, as 30m, 2h or 7d",
                "How long after its publishing a mail of template N is worth sending, where its request gives neither "
                    + "a deadline nor a mentoring.",
                SettingsReader.Duration
            ),
            MaxWait = ReadMaxWait(reader),
            Quiet = new QuietHours(
                zone,
                reader.PerTemplate(
                    "Dispatch__QuietHours",
                    "none",
                    "two times of day, as 22:00-07:00",
                    "When mails of template N wait, by the clocks of Dispatch__TimeZone; one that would miss its "
                        + "deadline by that goes all the same.",
                    QuietSpan.Parse
                )
            ),
            Coalesce = reader.Templates(
                "Dispatch__Coalesce",
                "Templates of which several mails to one person may go as one when credits are short: the template "
                    + "must show params.COALESCED, the list of the others' parameters. Never a change of plan; mail "
                    + "due within a day only when more is due before the reset than credits are left."
            ),
            Concurrency = reader.Whole(
                "Dispatch__Concurrency",
                64,
                1,
                1024,
                "calls",
                "The most calls of the provider at once; fewer while it is slow or asks to slow down."
            ),
        };
    }

    private static TimeSpan? ReadMaxWait(SettingsReader reader)
    {
        var text = reader.Text(
            "Dispatch__MaxWait",
            "",
            "a time, as 48h or 7d",
            "After so long a waiting mail counts as much as the dearest (deadline policy). Unset, cheap mail may wait "
                + "until its deadline; consumer simulate --max-wait tells what a limit costs.",
            given => given.Length == 0 || SettingsReader.Duration(given) is not null
        );
        return SettingsReader.Duration(text);
    }

    private static Allowance? ReadWindows(SettingsReader reader, string name, string form, string about)
    {
        var text = reader.Text(name, "", form, about);
        Allowance? windows = null;
        if (text.Length > 0)
            reader.Try(name, () => windows = Allowance.Parse(text));
        return windows;
    }

    private static int ReadCreditsADay(SettingsReader reader, Allowance? allowance)
    {
        var credits = reader.Whole(
            "Dispatch__CreditsADay",
            300,
            0,
            1_000_000,
            "mails",
            "Credits that a new day brings, for the deadline policy's plan, until the provider has told it: from the "
                + "second day on what it tells counts. A day of Dispatch__Allowance says it too, and then never more."
        );
        return allowance?.Windows.OfType<Window.Day>().FirstOrDefault()?.Mails ?? credits;
    }
}
