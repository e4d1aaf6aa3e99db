using System.Globalization;

namespace MailDispatcher.Sandbox.Limits;

/// <summary>Where a call stands in its window.</summary>
internal sealed record RateReading(int Limit, int Remaining, TimeSpan Reset, bool Exceeded)
{
    /// <summary>The reset is the seconds to go, not an instant.</summary>
    public Dictionary<string, string> Headers() =>
        new()
        {
            ["x-sib-ratelimit-limit"] = Limit.ToString(CultureInfo.InvariantCulture),
            ["x-sib-ratelimit-remaining"] = Remaining.ToString(CultureInfo.InvariantCulture),
            ["x-sib-ratelimit-reset"] = Math.Ceiling(Reset.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        };
}
