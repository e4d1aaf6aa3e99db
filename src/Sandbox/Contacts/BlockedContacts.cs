using System.Collections.Concurrent;

namespace MailDispatcher.Sandbox.Contacts;

/// <summary>The account's blocked contacts. Thread-safe.</summary>
public sealed class BlockedContacts
{
    private readonly ConcurrentDictionary<string, BlockedContact> _contacts = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _sender;
    private readonly TimeProvider _time;

    internal BlockedContacts(IEnumerable<string> emails, string sender, TimeProvider time)
    {
        (_sender, _time) = (sender, time);
        foreach (var email in emails)
            Block(email);
    }

    /// <summary>Longest blocked first.</summary>
    public IReadOnlyList<BlockedContact> All =>
        [.. _contacts.Values.Where(IsInForce).OrderBy(c => c.BlockedAt).ThenBy(c => c.Email, StringComparer.Ordinal)];

    public bool Contains(string email) => _contacts.TryGetValue(email, out var contact) && IsInForce(contact);

    /// <summary>Mail to this address is accepted and dropped.</summary>
    /// <param name="since">From when on, which may be ahead; null: from now. An earlier block stays.</param>
    public void Block(string email, string code = "adminBlocked", DateTimeOffset? since = null) =>
        _contacts.AddOrUpdate(
            email,
            _ => new(email, _sender, code, since ?? _time.GetUtcNow()),
            (_, known) => known.BlockedAt <= since ? known : new(email, _sender, code, since ?? _time.GetUtcNow())
        );

    private bool IsInForce(BlockedContact contact) => contact.BlockedAt <= _time.GetUtcNow();

    /// <returns>False when it was not blocked.</returns>
    public bool Unblock(string email) => _contacts.TryRemove(email, out _);
}
