namespace MailDispatcher.Sandbox.Limits;

/// <summary>Brevo's limits of its general tier, counted for the account and not for the key. Thread-safe.</summary>
/// <param name="scale">Multiplies every limit; 0 switches them off.</param>
internal sealed class RateLimits(double scale)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly RateWindow _sends = new(Scaled(1000, scale), Second);
    private readonly RateWindow _blockedContacts = new(Scaled(1000, scale), Second);
    private readonly RateWindow _emails = new(Scaled(2, scale), Second);
    private readonly RateWindow _otherSmtp = new(Scaled(300, scale), Hour);
    private readonly RateWindow _everythingElse = new(Scaled(100, scale), Hour);

    /// <summary>Counts a call; null when nothing is limited.</summary>
    public RateReading? Count(string method, string path, DateTimeOffset now) =>
        scale > 0 ? WindowOf(method, path).Count(now) : null;

    private RateWindow WindowOf(string method, string path) =>
        path.ToUpperInvariant() switch
        {
            "/V3/SMTP/EMAIL" when HttpMethods.IsPost(method) => _sends,
            "/V3/SMTP/BLOCKEDCONTACTS" => _blockedContacts,
            "/V3/SMTP/EMAILS" => _emails,
            var upper when upper.StartsWith("/V3/SMTP/", StringComparison.Ordinal) => _otherSmtp,
            _ => _everythingElse,
        };

    private static int Scaled(int limit, double scale) => Math.Max(1, (int)Math.Min(int.MaxValue, limit * scale));
}
