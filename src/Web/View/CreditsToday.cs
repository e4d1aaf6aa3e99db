namespace MailDispatcher.Web.View;

/// <summary>The day's credits and what they are meant for.</summary>
public sealed record CreditsToday
{
    /// <summary>The provider's last word less what was attempted since; null when unknown or unlimited.</summary>
    public int? Left { get; init; }

    /// <summary>The provider tells no number: its plan has no limit, or it counts none (a relay).</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>What is known of the limit while <see cref="IsUnlimited"/>.</summary>
    public string LimitInWords() => Windows.Count > 0 ? "counted by the allowance alone" : "the plan has no limit";

    /// <summary>True when what is left is lost at <see cref="ResetAt"/>.</summary>
    public bool IsDaily { get; init; }

    /// <summary>Mails sent today.</summary>
    public required int Sent { get; init; }

    /// <summary>What they cost: one for each recipient.</summary>
    public required int Spent { get; init; }

    /// <summary>Credits of those left that waiting mail will take before the reset; null without a forecast.</summary>
    public int? Promised { get; init; }

    /// <summary>Credits kept back for urgent mail that is still expected today; null without a forecast.</summary>
    public int? Reserved { get; init; }

    /// <summary>Left of what the allowance grants the day; null when it grants no number a day.</summary>
    public int? AllowedToday { get; init; }

    /// <summary>Left for anything else, and allowed today.</summary>
    public int? Free =>
        Left is { } left ? Math.Max(0, Math.Min(left, AllowedToday ?? left) - (Promised ?? 0) - (Reserved ?? 0)) : null;

    /// <summary>The allowance's windows; empty when none is set.</summary>
    public IReadOnlyList<WindowRow> Windows { get; init; } = [];

    public DateTimeOffset? ReadAt { get; init; }

    public required DateTimeOffset ResetAt { get; init; }

    /// <summary>
    /// Provider's count less ours at the last reading; negative when somebody else spends from the account.
    /// </summary>
    public int Drift { get; init; }
}
