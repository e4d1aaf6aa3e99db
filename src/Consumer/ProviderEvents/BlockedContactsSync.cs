using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Suppression;
using MailDispatcher.Engine;
using MailDispatcher.MailManager.Events;

namespace MailDispatcher.Consumer.ProviderEvents;

/// <summary>
/// Keeps the list of unreachable addresses as the provider has it, once after each start and each day; it has no way to
/// ask for one address. Each time, the journal gets the whole list anew, since it keeps nothing for ever. Without a key
/// for hashes it does nothing.
/// </summary>
internal sealed partial class BlockedContactsSync(
    DaemonSettings settings,
    IProviderEvents provider,
    TimeProvider time,
    ILogger<BlockedContactsSync> logger
)
{
    /// <summary>Who released an address that the provider no longer holds back.</summary>
    public const string Provider = "the provider";

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int MostEntriesAnEvent = 500;

    // A hundred each: far more than any account has.
    private const int MostCalls = 5000;

    private DateTimeOffset? _doneAt;

    /// <summary>Reads it, unless it was read within a day.</summary>
    public async Task RefreshAsync(DispatchLoop loop, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!settings.Delivery.Addresses.IsOn || now - _doneAt < Every)
            return;
        if (await ReadAsync(cancellationToken) is not { } blocked)
            return;
        var known = await loop.ReadAsync(p => p.Suppressed.At(now)).WaitAsync(Patience, cancellationToken);
        var here = blocked
            .Select(b => (b, Key: settings.Delivery.Addresses.Of(b.Address)!))
            .DistinctBy(e => e.Key)
            .ToDictionary(
                e => e.Key,
                e => new SuppressionEntry(e.Key, e.b.Cause, e.b.Since ?? now, AtProvider: true),
                StringComparer.Ordinal
            );
        var listed = blocked.SelectMany(b => settings.Delivery.Addresses.AllOf(b.Address)).ToHashSet();
        var events = new List<JournalEvent>();
        foreach (var gone in known.Where(e => e.AtProvider && !listed.Contains(e.Address)))
            events.Add(
                new JournalEvent.AddressReleased
                {
                    At = now,
                    Address = gone.Address,
                    By = Provider,
                }
            );
        var kept = known.Where(e => !e.AtProvider && !here.ContainsKey(e.Address));
        foreach (var part in here.Values.Concat(kept).Chunk(MostEntriesAnEvent))
            events.Add(new JournalEvent.AddressesSuppressed { At = now, Entries = part });
        if (events.Count > 0)
            await loop.RecordAsync(events, _ => null).WaitAsync(Patience, cancellationToken);
        _doneAt = now;
        Log.Read(logger, here.Count);
    }

    private async Task<IReadOnlyList<BlockedAddress>?> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<BlockedAddress>();
        for (var call = 0; call < MostCalls; call++)
        {
            switch (await provider.ReadBlockedAsync(found.Count, cancellationToken))
            {
                case BlockedPage.Read { Addresses.Count: 0 }:
                    return found;
                case BlockedPage.Read page:
                    found.AddRange(page.Addresses);
                    if (page.Total is { } total && found.Count >= total)
                        return found;
                    break;
                case BlockedPage.Unknown unknown:
                    Log.NotRead(logger, unknown.Reason);
                    return null;
                default:
                    throw new InvalidOperationException("An answer without a case.");
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The provider holds {Count} addresses back; mail to them is not sent.")]
        public static partial void Read(ILogger logger, int count);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The addresses that the provider holds back could not be read: {Reason}. Those known stay; it is tried "
                + "again later."
        )]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
