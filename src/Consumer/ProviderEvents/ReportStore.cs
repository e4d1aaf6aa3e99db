using System.Collections.Concurrent;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Consumer.ProviderEvents;

/// <summary>
/// Appends what the provider posts to the journal, on a connection of its own, so that any instance can, the leader or
/// not. Safe for concurrent use. If it dies midway, the provider was not told that we have it, and tells it again.
/// </summary>
internal sealed class ReportStore(DaemonSettings settings, TimeProvider time) : IAsyncDisposable
{
    // Real time: connections are made in it.
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Repeats come soon; the journal's readers know those that come late.
    private const int MostRemembered = 10_000;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly BrokerNodes _nodes = new(settings.Broker);
    private readonly ConcurrentDictionary<(Guid Mail, ProviderEventKind Kind, string? Address), byte> _stored = new();
    private BrokerConnection? _broker;
    private JournalAppender? _journal;
    private long _failedAt;

    /// <summary>Returns when the journal has them.</summary>
    /// <returns>How many were new here; null when they could not be stored, or nobody knows.</returns>
    public async Task<int?> StoreAsync(IReadOnlyList<ProviderEvent> told, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var events = told.Select(e => ReportedEvents.Of(e, ReportSource.Webhook, settings.Delivery.Addresses, now))
            .OfType<JournalEvent>()
            .Where(e => e is not JournalEvent.ProviderReported report || !_stored.ContainsKey(KeyOf(report)))
            .ToList();
        if (events.Count == 0)
            return 0;
        try
        {
            var journal = await OpenAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            await journal.AppendAsync(events).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception e)
            when (e is SessionLostException or QueueUnusableException or TimeoutException or OperationCanceledException)
        {
            return null;
        }

        Remember(events.OfType<JournalEvent.ProviderReported>());
        return events.Count;
    }

    private void Remember(IEnumerable<JournalEvent.ProviderReported> reports)
    {
        if (_stored.Count > MostRemembered)
            _stored.Clear();
        foreach (var report in reports)
            _stored.TryAdd(KeyOf(report), 0);
    }

    // A mail's copies bear its tag as well.
    private static (Guid, ProviderEventKind, string?) KeyOf(JournalEvent.ProviderReported report) =>
        (report.Mail, report.Report, report.Address);

    private async Task<JournalAppender> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_broker is { Lost.IsCancellationRequested: false } && _journal is not null)
                return _journal;
            if (_failedAt != 0 && TimeProvider.System.GetElapsedTime(_failedAt) < RestAfterFailure)
                throw new SessionLostException("the broker was away a moment ago");
            await CloseAsync();
            _failedAt = TimeProvider.System.GetTimestamp();
            _broker = await BrokerConnection.OpenAsync(_nodes.Next(), "mail dispatcher webhooks", cancellationToken);
            _journal = await JournalAppender.OpenAsync(_broker, settings.Topology.Journal, cancellationToken);
            _failedAt = 0;
            return _journal;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_journal is not null)
            await _journal.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
        (_journal, _broker) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _opening.Dispose();
    }
}
