using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Simulation;

/// <summary>The mails of a trace on their way: still to come, waiting, or with their fate.</summary>
internal sealed class SimulatedRoom
{
    private readonly IReadOnlyList<TraceMail> trace;
    private readonly int[] byArrival;
    private readonly MailFate?[] fates;
    private readonly List<WaitingMail> waiting = [];
    private readonly Dictionary<(string, string), List<int>> topics = [];
    private DateTimeOffset firstDeadline = DateTimeOffset.MaxValue;
    private int next;

    public SimulatedRoom(IReadOnlyList<TraceMail> trace, ArrivalLog log)
    {
        (this.trace, Log, fates) = (trace, log, new MailFate?[trace.Count]);
        byArrival = [.. Enumerable.Range(0, trace.Count).OrderBy(i => trace[i].Arrival)];
    }

    public ArrivalLog Log { get; }

    public IReadOnlyList<WaitingMail> Waiting => waiting;

    public DateTimeOffset? NextArrival => next < byArrival.Length ? trace[byArrival[next]].Arrival : null;

    public DateTimeOffset LastArrival => trace[byArrival[^1]].Arrival;

    /// <summary>Everything that came until then, that instant included.</summary>
    public void TakeArrivals(DateTimeOffset now)
    {
        for (; next < byArrival.Length && trace[byArrival[next]].Arrival <= now; next++) Take(byArrival[next]);
    }

    public void Expire(DateTimeOffset now)
    {
        if (firstDeadline > now) return;
        Settle(m => m.Deadline <= now, static _ => new MailFate.Expired());
    }

    public void Send(IReadOnlyList<WaitingMail> mails, DateTimeOffset now)
    {
        if (mails.Count == 0) return;
        foreach (var mail in mails)
        {
            if (fates[IndexOf(mail)] is not null || mail.Deadline <= now)
                throw new InvalidOperationException($"The policy sends mail {trace[IndexOf(mail)].Id} twice or too late.");
            fates[IndexOf(mail)] = new MailFate.Sent(now);
        }
        waiting.RemoveAll(m => fates[IndexOf(m)] is not null);
    }

    /// <summary>What never got a fate waits, or is past its deadline by then.</summary>
    public IReadOnlyList<MailFate> Fates(DateTimeOffset end)
    {
        TakeArrivals(end);
        Expire(end);
        return [.. fates.Select(f => f ?? new MailFate.Waiting())];
    }

    private void Take(int index)
    {
        var mail = trace[index];
        if (mail.Topic is not null && mail.Recipient is not null && !TakeTopic(index)) return;
        Log.Add(mail.Arrival, mail.Event, mail.Value);
        waiting.Add(new WaitingMail(new Guid(index, 0, 0, new byte[8]), mail.Arrival, mail.Event, mail.Template, mail.Value));
        if (mail.Event < firstDeadline) firstDeadline = mail.Event;
    }

    /// <summary>False when there is nothing to send: a cancel request, or a newer one is already here.</summary>
    private bool TakeTopic(int index)
    {
        var (topic, recipient) = (trace[index].Topic!, trace[index].Recipient!);
        if (!topics.TryGetValue((topic, recipient), out var alike)) topics[(topic, recipient)] = alike = [];
        alike.Add(index);
        var obsolete = SupersedeRule.Apply(alike.Select(i => new TopicMail(
            new Guid(i, 0, 0, new byte[8]), topic, recipient, trace[i].Version, trace[i].Arrival, trace[i].Cancel)));
        foreach (var older in obsolete) fates[IndexOf(older.Id)] ??= new MailFate.Superseded();
        if (trace[index].Cancel) fates[index] = new MailFate.Superseded();
        waiting.RemoveAll(m => fates[IndexOf(m)] is not null);
        return fates[index] is null;
    }

    private void Settle(Predicate<WaitingMail> which, Func<WaitingMail, MailFate> fate)
    {
        foreach (var mail in waiting)
            if (which(mail)) fates[IndexOf(mail)] = fate(mail);
        waiting.RemoveAll(which);
        firstDeadline = waiting.Count == 0 ? DateTimeOffset.MaxValue : waiting.Min(m => m.Deadline);
    }

    private static int IndexOf(WaitingMail mail) => IndexOf(mail.Id);

    /// <summary>Where in the trace the mail with this id stands.</summary>
    public static int IndexOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }
}
