using MailDispatcher.Core.Policy;

namespace MailDispatcher.Simulation;

/// <summary>The mails of a trace on their way: still to come, waiting, or with their fate.</summary>
internal sealed class SimulatedQueue
{
    private readonly IReadOnlyList<TraceMail> trace;
    private readonly int[] byArrival;
    private readonly MailResult?[] fates;
    private readonly WaitingMail?[] mails;
    private readonly WaitingSet waiting;
    private readonly PriorityQueue<int, long> byDeadline = new();
    private readonly Dictionary<(string, string), List<int>> topics = [];
    private int next;

    public SimulatedQueue(IReadOnlyList<TraceMail> trace, CreditDay day)
    {
        (this.trace, Log, waiting) = (trace, new ArrivalLog(day), new WaitingSet(day));
        (fates, mails) = (new MailResult?[trace.Count], new WaitingMail?[trace.Count]);
        byArrival = [.. Enumerable.Range(0, trace.Count).OrderBy(i => trace[i].Arrival)];
    }

    public ArrivalLog Log { get; }

    public IReadOnlyCollection<WaitingMail> Waiting => waiting;

    public DateTimeOffset? NextArrival => next < byArrival.Length ? trace[byArrival[next]].Arrival : null;

    public DateTimeOffset LastArrival => trace[byArrival[^1]].Arrival;

    /// <summary>Everything that came until then, that instant included.</summary>
    public void TakeArrivals(DateTimeOffset now)
    {
        for (; next < byArrival.Length && trace[byArrival[next]].Arrival <= now; next++) Take(byArrival[next]);
    }

    public void Expire(DateTimeOffset now)
    {
        while (byDeadline.TryPeek(out var index, out var deadline) && deadline <= now.UtcTicks)
            Settle(byDeadline.Dequeue(), new MailResult.Expired());
    }

    public void Send(IReadOnlyList<WaitingMail> chosen, DateTimeOffset now)
    {
        foreach (var mail in chosen)
        {
            var index = IndexOf(mail.Id);
            if (fates[index] is not null || mail.Deadline <= now)
                throw new InvalidOperationException($"The policy sends mail {trace[index].Id} twice or too late.");
            Settle(index, new MailResult.Sent(now));
        }
    }

    /// <summary>What never got a fate waits, or is past its deadline by then.</summary>
    public IReadOnlyList<MailResult> Fates(DateTimeOffset end)
    {
        TakeArrivals(end);
        Expire(end);
        return [.. fates.Select(f => f ?? new MailResult.Waiting())];
    }

    private void Take(int index)
    {
        var mail = trace[index];
        if (mail.Topic is not null && mail.Recipient is not null && !TakeTopic(index)) return;
        Log.Add(mail.Arrival, mail.Event, mail.Value);
        waiting.Add(mails[index] = new WaitingMail(IdOf(index), mail.Arrival, mail.Event, mail.Template, mail.Value));
        byDeadline.Enqueue(index, mail.Event.UtcTicks);
    }

    /// <summary>False when there is nothing to send: a cancel request, or a newer one is already here.</summary>
    private bool TakeTopic(int index)
    {
        var (topic, recipient) = (trace[index].Topic!, trace[index].Recipient!);
        if (!topics.TryGetValue((topic, recipient), out var alike)) topics[(topic, recipient)] = alike = [];
        alike.Add(index);
        var obsolete = SupersedeRule.Apply(alike.Select(i => new TopicMail(
            IdOf(i), topic, recipient, trace[i].Version, trace[i].Arrival, trace[i].Cancel)));
        foreach (var older in obsolete) Settle(IndexOf(older.Id), new MailResult.Superseded());
        if (trace[index].Cancel) Settle(index, new MailResult.Superseded());
        return fates[index] is null;
    }

    /// <summary>What has a fate keeps it.</summary>
    private void Settle(int index, MailResult fate)
    {
        fates[index] ??= fate;
        if (mails[index] is not { } mail) return;
        waiting.Remove(mail);
        mails[index] = null;
    }

    private static Guid IdOf(int index) => new(index, 0, 0, new byte[8]);

    /// <summary>Where in the trace the mail with this id stands.</summary>
    public static int IndexOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }
}
