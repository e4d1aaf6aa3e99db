using MailDispatcher.Core.Policy;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What an event makes of a mail, and beside it of the credits, the windows, the topics and the arrivals.
/// </summary>
/// <param name="sends">Null where no allowance needs to know when mails left.</param>
internal sealed class MailFold(
    Dictionary<Guid, MailState> mails,
    ValueTable values,
    ArrivalLog arrivals,
    NewestRequests topics,
    CreditBalance credits,
    SendCount? sends,
    PersonSends people,
    PersonWithdrawals withdrawn
) : IMailEventVisitor<MailState, MailState>
{
    public MailState Visit(JournalEvent.Requested entry, MailState context)
    {
        if (!entry.Cancel)
            Count(entry);
        topics.Remember(entry);
        withdrawn.Add(entry);
        return context with
        {
            Arrived = entry.Arrived,
            Deadline = entry.Deadline,
            Template = entry.Template,
            ArrivalIsKnown = true,
            Credits = context.OpenSince is null ? entry.Credits ?? 1 : context.Credits,
            Content = entry.Content,
            Person = entry.Person ?? context.Person,
            // What was parked under this id before could not be read: this is another mail.
            Settled = context is { Settled: Settlement.Parked, ArrivalIsKnown: false } ? null : context.Settled,
        };
    }

    public MailState Visit(JournalEvent.Attempted entry, MailState context)
    {
        // Of an attempt that is repeated one was taken at most, and it is spent.
        var cost = context.OpenSince is null ? entry.Credits ?? 1 : context.Credits;
        if (context.OpenSince is null)
            credits.Spend(cost);
        sends?.Begin(context, entry.At, cost);
        people.Begin(context, entry);
        return TakeAlong(context, entry.Along ?? []) with
        {
            OpenSince = context.OpenSince ?? entry.At,
            AttemptedAt = entry.At,
            Provider = entry.Provider,
            Attempts = context.Attempts + 1,
            Urgency = entry.Urgency,
            Template = entry.Template,
            Credits = cost,
            CopiesLeftOut = entry.CopiesLeftOut ?? 0,
        };
    }

    public MailState Visit(JournalEvent.Accepted entry, MailState context)
    {
        sends?.End(context, entry.At, context.Credits);
        people.End(context, entry.At);
        return Settled(context, Settlement.Sent, entry.At);
    }

    public MailState Visit(JournalEvent.Unanswered entry, MailState context) =>
        context with
        {
            LastReason = entry.Reason,
        };

    public MailState Visit(JournalEvent.Deferred entry, MailState context)
    {
        GiveBack(context);
        return TakeAlong(context, []) with
        {
            OpenSince = null,
            NotBefore = entry.Until,
            LastReason = entry.Reason,
            Series = context.Series + (entry.FreshKey ? 1 : 0),
            Attempts = context.Attempts - (entry.Until is null ? 1 : 0),
        };
    }

    public MailState Visit(JournalEvent.Expired entry, MailState context) =>
        Settled(
            context with
            {
                Deadline = entry.Deadline,
                Template = entry.Template,
                Person = entry.Person ?? context.Person,
            },
            Settlement.Expired,
            entry.At
        );

    public MailState Visit(JournalEvent.Superseded entry, MailState context) =>
        Settled(context, Settlement.Superseded, entry.At);

    public MailState Visit(JournalEvent.Coalesced entry, MailState context) =>
        Settled(context, Settlement.Coalesced, entry.At);

    public MailState Visit(JournalEvent.Cancelled entry, MailState context) =>
        Settled(context, Settlement.Cancelled, entry.At);

    public MailState Visit(JournalEvent.Parked entry, MailState context)
    {
        // A mail that was sent stays sent, whatever else bears its id.
        if (context.Settled is Settlement.Sent)
            return context;
        if (entry.MayBeSent is true)
            sends?.End(context, context.AttemptedAt, context.Credits);
        else
            GiveBack(context);
        return Settled(
            TakeAlong(context with { ParkedTimes = entry.Number, LastReason = entry.Reason }, []),
            Settlement.Parked,
            entry.At
        );
    }

    public MailState Visit(JournalEvent.Released entry, MailState context) =>
        context.Settled is Settlement.Parked && entry.Number == context.ParkedTimes
            ? context with
            {
                Settled = null,
                Attempts = 0,
                NotBefore = null,
                Series = context.Series + 1,
            }
            : context;

    public MailState Visit(JournalEvent.RetryRequested entry, MailState context)
    {
        var retried = context with { RetriedParking = entry.Number };
        return entry.Mended is { } mended && context.ArrivalIsKnown
            ? retried with
            {
                Deadline = mended.Deadline,
                Template = mended.Template,
                Content = mended.Content,
            }
            : retried;
    }

    public MailState Visit(JournalEvent.Discarded entry, MailState context) =>
        context.Settled is Settlement.Parked ? Settled(context, Settlement.Discarded, entry.At) : context;

    public MailState Visit(JournalEvent.Duplicate entry, MailState context) => context;

    public MailState Visit(JournalEvent.Suppressed entry, MailState context) =>
        Settled(
            context with
            {
                Credits = entry.Credits ?? 1,
                Deadline = entry.Deadline,
                Template = entry.Template,
                Person = entry.Person ?? context.Person,
            },
            Settlement.Suppressed,
            entry.At
        );

    public MailState Visit(JournalEvent.ProviderReported entry, MailState context) =>
        entry.IsOfCopy(context.Credits, context.Person)
            ? context
            : context with
            {
                Delivery = context.Delivery.With(entry.Report, entry.HappenedAt),
            };

    public MailState Visit(JournalEvent.AtRisk entry, MailState context) =>
        context with
        {
            IsAtRisk = !entry.IsOver && context.Settled is null,
        };

    public MailState Visit(JournalEvent.WithdrawalAsked entry, MailState context) => context;

    // A mail with copies is as many arrivals as it costs.
    private void Count(JournalEvent.Requested entry)
    {
        var value = values.Of(entry.Template, entry.Arrived, entry.Deadline);
        for (var n = 0; n < (entry.Credits ?? 1); n++)
            arrivals.Add(entry.Arrived, entry.Deadline, value);
    }

    private void GiveBack(MailState mail)
    {
        if (mail.OpenSince is null)
            return;
        credits.GiveBack(mail.Credits);
        sends?.End(mail, leftAt: null, mail.Credits);
        people.End(mail, leftAt: null);
    }

    private MailState TakeAlong(MailState mail, IReadOnlyList<Guid> along)
    {
        foreach (var id in mail.Along)
            if (mails.TryGetValue(id, out var before) && before.GoesWith == mail.Id)
                mails[id] = before with { GoesWith = null };
        foreach (var id in along)
            if (mails.TryGetValue(id, out var other))
                mails[id] = other with { GoesWith = mail.Id };
        return mail with { Along = along };
    }

    private static MailState Settled(MailState mail, Settlement settlement, DateTimeOffset at) =>
        mail with
        {
            Settled = settlement,
            SettledAt = at,
            OpenSince = null,
            IsAtRisk = false,
        };
}
