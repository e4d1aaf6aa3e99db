using System.Collections.Concurrent;
using System.Net;

namespace MailDispatcher.Web.Access;

/// <summary>
/// Slows whoever shows wrong tokens: after five in a row from one address, further ones are not even looked at for 1,
/// 2, 4 ... 30 seconds. A right one ends it. Safe for concurrent use; forgets all at a restart.
/// </summary>
public sealed partial class SignInThrottle(TimeProvider time, ILogger<SignInThrottle> logger)
{
    private const int Free = 5;
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<IPAddress, (int Count, DateTimeOffset Until)> _wrong = new();
    private long _failures;

    /// <summary>Wrong tokens since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How long this address must wait; zero when it need not.</summary>
    public TimeSpan WaitOf(IPAddress? address) =>
        _wrong.TryGetValue(address ?? IPAddress.None, out var wrong)
        && wrong.Until - time.GetUtcNow() is { Ticks: > 0 } wait
            ? wait
            : TimeSpan.Zero;

    public void Failed(IPAddress? address, string how)
    {
        Interlocked.Increment(ref _failures);
        // Whoever fills it starts everybody over; that costs an attacker more than it gives.
        if (_wrong.Count >= MostAddresses)
            _wrong.Clear();
        var now = time.GetUtcNow();
        _wrong.AddOrUpdate(
            address ?? IPAddress.None,
            _ => (1, now),
            (_, before) => (before.Count + 1, now + Wait(before.Count + 1))
        );
        Log.Failed(logger, how, address);
    }

    public void Succeeded(IPAddress? address) => _wrong.TryRemove(address ?? IPAddress.None, out _);

    private static TimeSpan Wait(int count) =>
        count < Free
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(count - Free, 10))));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A wrong token was shown ({How}), from {Address}.")]
        public static partial void Failed(ILogger logger, string how, IPAddress? address);
    }
}
