using System.Globalization;

namespace MailDispatcher.TestKit;

/// <summary>The dispatcher's daemon as a process of its own, with what a test asks of it over HTTP.</summary>
public sealed class DaemonUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    private DaemonUnderTest(ProgramUnderTest program, int port)
    {
        Program = program;
        Page = new Uri($"http://127.0.0.1:{port}/");
        _http = new HttpClient { BaseAddress = Page };
    }

    public ProgramUnderTest Program { get; }

    public Uri Page { get; }

    /// <param name="settings">Added to the defaults, or in their place.</param>
    /// <param name="output">A file, a pipe say, to which its log goes; it has no lines then.</param>
    public static DaemonUnderTest Start(
        Uri broker,
        Uri provider,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        string? output = null
    )
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(provider);
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["QUEUE_SERVICE_URL"] = broker.AbsoluteUri,
            ["SENDINBLUE_URL"] = provider.AbsoluteUri,
            ["SENDINBLUE_API_KEY"] = "xkeysib-test",
            ["Ops__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Log__Format"] = "text",
        };
        foreach (var (name, value) in settings ?? [])
            environment[name] = value;
        return new DaemonUnderTest(ProgramUnderTest.Start("consumer", ["run"], environment, output: output), port);
    }

    /// <summary>
    /// The settings of a clock that shows <paramref name="start"/> now and runs <paramref name="speed"/> times as fast.
    /// </summary>
    public static Dictionary<string, string?> Clock(DateTimeOffset start, double speed) =>
        new()
        {
            ["Clock__Speed"] = speed.ToString(CultureInfo.InvariantCulture),
            ["Clock__Start"] = start.ToString("O", CultureInfo.InvariantCulture),
            ["Clock__Origin"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };

    /// <summary>Returns when it is the active dispatcher and its page can be asked for.</summary>
    public async Task LeadsAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        await Program.WaitForLineAsync(
            line => line.Contains("Active: ", StringComparison.Ordinal),
            timeout ?? Patience,
            cancellationToken
        );
        await ListensAsync(cancellationToken);
    }

    /// <summary>Returns when its page can be asked for; it may work, or stand by, before.</summary>
    public Task ListensAsync(CancellationToken cancellationToken = default) =>
        Eventually.TrueAsync(
            async () => Program.HasExited || (await GetAsync("health/live", cancellationToken)).Status > 0,
            "the daemon listens",
            Patience,
            cancellationToken
        );

    public Task<string> MetricsAsync(CancellationToken cancellationToken = default) =>
        _http.GetStringAsync("metrics", cancellationToken);

    /// <inheritdoc cref="MetricsText.Sum"/>
    public async Task<double> MetricAsync(
        string name,
        string label = "",
        CancellationToken cancellationToken = default
    ) => MetricsText.Sum(await MetricsAsync(cancellationToken), name, label);

    public async Task<(int Status, string Text)> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Program.DisposeAsync();
    }
}
