using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailDispatcher.Consumer.Dispatch;

namespace MailDispatcher.Consumer.Ops.Health;

/// <summary>
/// Tells systemd that the daemon is up, that it stops, and, as long as the dispatcher gets on with its work, that it
/// lives (sd_notify(3)). Does nothing outside a unit with <c>Type=notify</c>. If the dispatcher hangs, it falls silent,
/// and systemd restarts the daemon; the journal and the queue carry on from where they are.
/// </summary>
internal sealed class SystemdNotifier(DispatcherStatus status, IHostApplicationLifetime lifetime) : BackgroundService
{
    private readonly string? _socket = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(_socket))
            return;
        using var stopping = lifetime.ApplicationStopping.Register(() => Tell("STOPPING=1"));
        using var started = lifetime.ApplicationStarted.Register(() => Tell("READY=1"));
        if (WatchdogPeriod() is not { } period)
        {
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        // Real time, also under a fast clock: systemd has no other.
        using var timer = new PeriodicTimer(period / 2);
        long? seen = null;
        do
        {
            var beats = status.Beats;
            if (status.IsIdle || beats != seen)
                Tell("WATCHDOG=1");
            seen = beats;
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static TimeSpan? WatchdogPeriod() =>
        long.TryParse(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var microseconds
        )
        && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    private void Tell(string state)
    {
        // A leading @ stands for the abstract namespace, whose names begin with a zero byte.
        var path = _socket!.StartsWith('@') ? $"\0{_socket[1..]}" : _socket;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            // systemd is not there to be told; the daemon's work does not depend on it.
        }
    }
}
