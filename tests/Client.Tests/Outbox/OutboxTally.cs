namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>
/// What became of every transaction, by three witnesses: the app's database, the pending queue before it was read, and
/// the provider's log.
/// </summary>
/// <param name="Committed">Mentorings in the database.</param>
/// <param name="RolledBack">Transactions that had written their mail and were refused at their commit.</param>
/// <param name="Messages">In the queue, repeats under the same ids included.</param>
/// <param name="Sent">Mails that the provider took.</param>
/// <param name="Lost">Committed, and no mail about it was sent.</param>
/// <param name="Phantom">Mails about what was never committed.</param>
/// <param name="Twice">Mentorings about which more than one mail was sent, under whatever id.</param>
internal sealed record OutboxTally(
    int Committed,
    int RolledBack,
    int Messages,
    int Sent,
    int Lost,
    int Phantom,
    int Twice
)
{
    /// <param name="about">What each message in the queue is about, by the mail's id.</param>
    /// <param name="taken">Mail ids that the provider took, as often as it took them.</param>
    public static OutboxTally Of(
        IReadOnlySet<long> committed,
        int rolledBack,
        int messages,
        IReadOnlyDictionary<Guid, long> about,
        IReadOnlyList<Guid> taken
    )
    {
        var sent = taken.Select(id => about.TryGetValue(id, out var number) ? number : 0).ToLookup(number => number);
        return new OutboxTally(
            committed.Count,
            rolledBack,
            messages,
            taken.Count,
            committed.Count(number => !sent.Contains(number)),
            sent.Where(mails => !committed.Contains(mails.Key)).Sum(mails => mails.Count()),
            sent.Count(mails => committed.Contains(mails.Key) && mails.Count() > 1)
        );
    }

    public override string ToString() =>
        $"committed {Committed}, rolled back {RolledBack}, messages {Messages}, sent {Sent}, "
        + $"lost {Lost}, phantom {Phantom}, twice {Twice}";
}
