using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// The addresses to which no mail goes, folded from the journal. Order and repetition of what a provider tells do not
/// matter: of two entries for an address the stricter one holds, and what is older than a release counts no more. Has
/// one owner, as the projection that holds it.
/// </summary>
public sealed class SuppressionList
{
    /// <summary>Mails that must come back in a row, each refused for a reason that may pass.</summary>
    public const int SoftBouncesInARow = 3;

    /// <summary>How long such an address rests.</summary>
    public static readonly TimeSpan SoftLasts = TimeSpan.FromDays(7);

    private readonly Dictionary<string, SuppressionEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _released = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Guid>> _soft = new(StringComparer.Ordinal);

    /// <summary>Grows with each address that is held back anew.</summary>
    public int Version { get; private set; }

    /// <summary>All that hold at an instant, in no order.</summary>
    public IReadOnlyList<SuppressionEntry> At(DateTimeOffset now) => [.. _entries.Values.Where(e => Holds(e, now))];

    /// <summary>Why no mail goes to an address; null when it may go.</summary>
    /// <param name="keys">All hashes under which the address may stand.</param>
    public SuppressionEntry? Find(IReadOnlyList<string> keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
            if (_entries.TryGetValue(key, out var entry) && Holds(entry, now))
                return entry;
        return null;
    }

    /// <param name="isNew">False when the mail's state knows of it already, or nobody can tell: then it is counted
    /// for nothing that takes several.</param>
    internal void Heard(JournalEvent.ProviderReported report, bool isNew)
    {
        if (report.Address is not { } address)
            return;
        switch (report.Report)
        {
            case ProviderEventKind.HardBounced:
                Hold(new(address, SuppressionCause.HardBounced, report.HappenedAt));
                break;
            case ProviderEventKind.Complained:
                Hold(new(address, SuppressionCause.Complained, report.HappenedAt));
                break;
            case ProviderEventKind.Unsubscribed:
                Hold(new(address, SuppressionCause.Unsubscribed, report.HappenedAt));
                break;
            case ProviderEventKind.Blocked:
                Hold(new(address, SuppressionCause.Blocked, report.HappenedAt));
                break;
            case ProviderEventKind.SoftBounced when isNew:
                CountSoft(address, report);
                break;
            case ProviderEventKind.Delivered when isNew:
                _soft.Remove(address);
                break;
            default:
                break;
        }
    }

    internal void Add(JournalEvent.AddressesSuppressed suppressed)
    {
        foreach (var entry in suppressed.Entries)
            Hold(entry);
    }

    internal void Release(JournalEvent.AddressReleased released)
    {
        _entries.Remove(released.Address);
        _soft.Remove(released.Address);
        _released[released.Address] = released.At;
    }

    private void CountSoft(string address, JournalEvent.ProviderReported report)
    {
        if (!_soft.TryGetValue(address, out var mails))
            _soft[address] = mails = [];
        mails.Add(report.Mail);
        if (mails.Count < SoftBouncesInARow)
            return;
        _soft.Remove(address);
        Hold(new(address, SuppressionCause.SoftBounced, report.HappenedAt, report.HappenedAt + SoftLasts));
    }

    private void Hold(SuppressionEntry entry)
    {
        if (_released.TryGetValue(entry.Address, out var released) && entry.Since <= released)
            return;
        if (_entries.TryGetValue(entry.Address, out var known) && !IsStricter(entry, known))
        {
            if (entry.AtProvider && !known.AtProvider)
                _entries[entry.Address] = known with { AtProvider = true };
            return;
        }

        _entries[entry.Address] = entry with { AtProvider = entry.AtProvider || known?.AtProvider == true };
        Version++;
    }

    private static bool IsStricter(SuppressionEntry entry, SuppressionEntry known) =>
        known.Until is { } until && (entry.Until is not { } later || later > until);

    private static bool Holds(SuppressionEntry entry, DateTimeOffset now) =>
        entry.Until is not { } until || until > now;
}
