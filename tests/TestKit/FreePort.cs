using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MailDispatcher.TestKit;

/// <summary>
/// Ports of 127.0.0.1 on which nobody listens, each given once: a lock file keeps it for this process until it ends, so
/// that test programs that run side by side don't take the port that another has chosen and not opened yet. They lie
/// below the range from which the system serves outgoing connections (32768 and up), so that a server that is stopped
/// and started again finds its port still free, and above the last one that browsers refuse to open (10080).
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_100;
    private const int Highest = 32_000;

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "mail-dispatcher-test-ports");
    private static readonly ConcurrentBag<FileStream> Kept = [];

    public static int Next()
    {
        Directory.CreateDirectory(Folder);
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (Keep(port) is not { } kept)
                continue;
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.Any, port))
            {
                Kept.Add(kept);
                return port;
            }

            kept.Dispose();
        }
    }

    private static FileStream? Keep(int port)
    {
        try
        {
            return new FileStream(
                Path.Combine(Folder, $"{port}"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var probe = new TcpListener(address, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
