namespace MailDispatcher.MailManager.Http;

/// <summary>How long "too fast" lasts.</summary>
internal static class Throttle
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(60);

    /// <summary>
    /// <c>retry-after</c>, which the provider's own client honours; else the end of the limit's period; else a minute.
    /// Never under a second, never over <paramref name="longest"/>.
    /// </summary>
    public static DateTimeOffset Until(ProviderAnswer answer, DateTimeOffset now, TimeSpan longest)
    {
        var wait = answer.RetryAfter ?? answer.LimitReset ?? Unsaid;
        return now
            + (
                wait < Shortest ? Shortest
                : wait > longest ? longest
                : wait
            );
    }
}
