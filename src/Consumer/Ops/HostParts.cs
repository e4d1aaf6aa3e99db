using System.Net;
using MailDispatcher.Consumer.Settings;
using Serilog;

namespace MailDispatcher.Consumer.Ops;

/// <summary>What each of our hosts has, whatever it serves: the log, a port, and time to end in.</summary>
internal static class HostParts
{
    /// <param name="dropped">Is told of the log's buffer, to count what it drops.</param>
    public static void AddHostParts(
        this WebApplicationBuilder builder,
        LogSettings log,
        IPAddress listen,
        int port,
        LogBuffer? dropped = null
    )
    {
        builder.Services.AddSerilog(DaemonLog.Create(log, dropped), dispose: true);
        builder.Services.AddRouting();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(listen, port);
            });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DaemonHost.ShutdownTimeout);
    }
}
