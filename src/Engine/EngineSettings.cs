using MailDispatcher.Contracts;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Engine;

/// <summary>What the engine is told once.</summary>
public sealed record EngineSettings
{
    public required IDispatchPolicy Policy { get; init; }

    /// <summary>Zone of calendar days and of the credits' day.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>
    /// True for a policy that decides at any moment; false for one that decides at the runs of a schedule.
    /// </summary>
    public required bool DecidesAlways { get; init; }

    /// <summary>How often a policy that decides at any moment decides when nothing comes.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Credits that a new day brings, until the provider has told.</summary>
    public int CreditsADay { get; init; } = 300;

    /// <summary>
    /// Windows of hour, day, month or any length that mails may not exceed; null leaves it to the provider's credits.
    /// </summary>
    public Allowance? Allowance { get; init; }

    /// <summary>
    /// Windows of which each person gets no more mails; null for no ceiling. Needs <see cref="Addresses"/>.
    /// </summary>
    public Allowance? PerRecipient { get; init; }

    /// <summary>Templates that the ceiling per person neither holds nor counts.</summary>
    public IReadOnlySet<int> PerRecipientExcept { get; init; } = new HashSet<int>();

    /// <summary>Hours in which mails of some templates wait.</summary>
    public QuietHours Quiet { get; init; } = QuietHours.None;

    /// <summary>How many mails are held to choose from, 1 to 65,535.</summary>
    public int Window { get; init; } = 20_000;

    /// <summary>The most calls of the provider at once, 1 or more.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>How requests are read.</summary>
    public MailRequestCodecOptions Wire { get; init; } = new();

    public CoalesceRule Coalescing { get; init; } = new([]);

    public ValueTable Values { get; init; } = new();

    /// <summary>Makes of an address what the list of unreachable ones knows it by.</summary>
    public AddressKeys Addresses { get; init; } = AddressKeys.None;

    /// <summary>Templates whose mail is tried at any address, and costs its credit.</summary>
    public IReadOnlySet<int> AlwaysTried { get; init; } = new HashSet<int>();
}
