using System.Net;
using System.Net.Sockets;

namespace MailDispatcher.TestKit;

/// <summary>
/// Ports of 127.0.0.1 on which nobody listens. They lie below the range from which the system serves outgoing
/// connections (32768 and up), so that a server that is stopped and started again finds its port still free,
/// and above the last one that browsers refuse to open (10080).
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_100;
    private const int Highest = 32_000;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException) { }
        }
    }
}
