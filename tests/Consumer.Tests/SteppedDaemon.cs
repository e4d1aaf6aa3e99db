using System.Globalization;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Operations;
using MailDispatcher.Engine;
using MailDispatcher.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace MailDispatcher.Consumer.Tests;

/// <summary>
/// The daemon as it is, in the test's own process and by a clock that the test moves: days pass as fast as the daemon
/// works, and no faster.
/// </summary>
internal sealed class SteppedDaemon : IAsyncDisposable
{
    /// <summary>The collection of the tests that have one: metrics count what the whole process does.</summary>
    public const string OneAtATime = "One daemon in the process at a time";

    private readonly WebApplication _app;
    private readonly ManualTime _clock;
    private readonly DispatcherStatus _status;

    private SteppedDaemon(WebApplication app, ManualTime clock) =>
        (_app, _clock, _status) = (app, clock, app.Services.GetRequiredService<DispatcherStatus>());

    /// <summary>Returns when it is the active dispatcher and has nothing to do.</summary>
    public static async Task<SteppedDaemon> StartAsync(
        Uri broker,
        Uri provider,
        ManualTime clock,
        IEnumerable<KeyValuePair<string, string?>> settings,
        CancellationToken cancellation
    )
    {
        var app = DaemonHost.Build(
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = broker.AbsoluteUri,
                ["SENDINBLUE_URL"] = provider.AbsoluteUri,
                ["SENDINBLUE_API_KEY"] = "xkeysib-test",
                ["Ops__Port"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
                ["Log__Level"] = "Warning",
                ["Log__Format"] = "text",
            }.Concat(settings),
            new DaemonDependencies(clock, ICheckpoints.Unwatched)
        );
        await app.StartAsync(cancellation);
        var daemon = new SteppedDaemon(app, clock);
        await daemon.RestsAsync(
            () => daemon._status.Phase == DispatcherPhase.Leading,
            "the dispatcher leads",
            cancellation
        );
        return daemon;
    }

    /// <summary>Puts the clock forward and returns when all that is due at that instant is done.</summary>
    public Task ReachAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        _clock.Show(at);
        _clock.Ring();
        return RestsAsync(() => IsDone(at), $"the dispatcher has done what is due at {at:u}", cancellation);
    }

    /// <summary>
    /// Shows another time and lets mails come at it before anything is decided: the daemon may look at its queue at any
    /// moment, and would decide without them.
    /// </summary>
    /// <param name="publish">Publishes them, and returns when the daemon knows of them.</param>
    public async Task TakeInAsync(DateTimeOffset at, Func<Task> publish)
    {
        var actions = _app.Services.GetRequiredService<OperatorActions>();
        await actions.PauseAsync("the test");
        _clock.Show(at);
        await publish();
        await actions.ResumeAsync("the test");
    }

    /// <summary>
    /// Returns when so many mails in all have come in: they are pushed, and the clock does not wait for them.
    /// </summary>
    public Task KnowsAsync(int mails, CancellationToken cancellation) =>
        Eventually.TrueAsync(
            async () => _status.Loop is { } loop && await loop.ReadAsync(projection => projection.Mails.Count) >= mails,
            $"{mails} mails are known",
            cancellationToken: cancellation
        );

    /// <inheritdoc cref="MetricsText.Sum"/>
    public double Metric(string name, string label = "") => MetricsText.Sum(Scrape(), name, label);

    /// <summary>Returns when a metric has that value.</summary>
    public Task ShowsAsync(string name, double value, CancellationToken cancellation, string label = "") =>
        Eventually.TrueAsync(() => Metric(name, label) == value, $"{name} is {value}", cancellationToken: cancellation);

    private string Scrape()
    {
        using var text = new MemoryStream();
        _app.Services.GetRequiredService<CollectorRegistry>()
            .CollectAndExportAsTextAsync(text)
            .GetAwaiter()
            .GetResult();
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private bool IsDone(DateTimeOffset at)
    {
        if (_app.Services.GetRequiredService<DispatchSettings>().PollsOften)
            return _status.View?.At >= at;
        var calendar = _app.Services.GetRequiredService<IRunCalendar>();
        return new[] { RunKind.Hourly, RunKind.EndOfDay }.All(kind =>
            calendar.LatestAt(kind, at) != at || _status.View?.LastRuns.GetValueOrDefault(kind) >= at
        );
    }

    private Task RestsAsync(Func<bool> after, string because, CancellationToken cancellation) =>
        Eventually.TrueAsync(() => after() && _status.IsIdle, because, cancellationToken: cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
