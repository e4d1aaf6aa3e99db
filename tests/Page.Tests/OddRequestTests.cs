using System.Net.Sockets;
using System.Text;

namespace MailDispatcher.Page.Tests;

/// <summary>Requests that no browser sends, but probes and strangers do.</summary>
public sealed class OddRequestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "401 Unauthorized")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", "401 Unauthorized")]
    [InlineData("GET / HTTP/1.1\r\nHost: a..b\r\nConnection: close\r\n\r\n", "401 Unauthorized")]
    [InlineData("GET / HTTP/1.1\r\nHost: 1.2.3.4.5.999999999\r\nConnection: close\r\n\r\n", "401 Unauthorized")]
    [InlineData("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "200 OK")]
    [InlineData("GET //evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "404 Not Found")]
    public async Task Request_WithAnOddHostOrPath_IsAnswered(string request, string status)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", served.Url.Port, Cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        using var reader = new StreamReader(stream);
        Assert.Equal($"HTTP/1.1 {status}", await reader.ReadLineAsync(Cancel));
        Assert.DoesNotContain(
            request.StartsWith("HEAD", StringComparison.Ordinal) ? "<html" : "mentoring-4",
            await reader.ReadToEndAsync(Cancel),
            StringComparison.Ordinal
        );
    }
}
