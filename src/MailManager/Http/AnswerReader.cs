using System.Globalization;

namespace MailDispatcher.MailManager.Http;

/// <summary>
/// Reads an HTTP response into a <see cref="ProviderAnswer"/>, with bounds on everything the peer chooses.
/// </summary>
internal static class AnswerReader
{
    /// <summary>No answer that this program asks for comes near it, but for a template with pictures inside.</summary>
    public const int MaxBodyBytes = 2 * 1024 * 1024;

    private const int MaxRequestIdLength = 100;

    public static async Task<ProviderAnswer> ReadAsync(
        HttpResponseMessage response,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            Status = (int)response.StatusCode,
            Body = await BodyAsync(response.Content, cancellationToken),
            RetryAfter = response.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - now : null,
            CallsLeft = Number(response, "x-sib-ratelimit-remaining") is { } left ? (long)left : null,
            LimitReset = Number(response, "x-sib-ratelimit-reset") is { } reset ? TimeSpan.FromSeconds(reset) : null,
            RequestId = First(response, "sib-request-id") is { } id
                ? id[..Math.Min(id.Length, MaxRequestIdLength)]
                : null,
        };

    /// <summary>The status line has come and stays true, even if the body breaks off or takes too long.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            using var body = new MemoryStream();
            var buffer = new byte[8192];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (body.Length + read > MaxBodyBytes)
                    return null;
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static double? Number(HttpResponseMessage response, string header) =>
        double.TryParse(First(response, header), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and <= int.MaxValue
            ? number
            : null;

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
