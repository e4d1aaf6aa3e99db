using MailDispatcher.Core.Policy;

namespace MailDispatcher.Policy.Tests;

/// <summary>What the tests of the policy have in common: a day, mails, situations.</summary>
internal static class Given
{
    public static readonly CreditDay Utc = new(TimeZoneInfo.Utc);

    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double hour, int day = 0) => Monday.AddDays(day).AddHours(hour);

    /// <summary>A policy that expects what past days brought, and no flood.</summary>
    public static DeadlinePolicy Deadline(DeadlineSettings? settings = null, CreditDay? day = null) =>
        new(day ?? Utc, (settings ?? new DeadlineSettings()) with { ExpectFloods = false });

    public static WaitingMail Mail(
        int number,
        DateTimeOffset deadline,
        double value = 5,
        DateTimeOffset? arrived = null,
        DateTimeOffset? notBefore = null
    ) => new(new Guid(number, 0, 0, new byte[8]), arrived ?? At(-1), deadline, 9, value, notBefore);

    public static IReadOnlyList<WaitingMail> Mails(
        int count,
        DateTimeOffset deadline,
        double value = 5,
        int from = 1
    ) => [.. Enumerable.Range(from, count).Select(n => Mail(n, deadline, value))];

    public static Situation Situation(
        DateTimeOffset now,
        IReadOnlyList<WaitingMail> waiting,
        int credits,
        int? aDay = null,
        ArrivalHistory? history = null,
        RunKind kind = RunKind.Tick
    ) =>
        new()
        {
            Kind = kind,
            Now = now,
            Waiting = waiting,
            Credits = new CreditsLeft.Today(credits),
            CreditsADay = aDay ?? Math.Max(credits, 1),
            History = history ?? ArrivalHistory.None,
        };

    /// <summary>
    /// That many days before Monday on each of which so many mails came at that hour, due so many hours later.
    /// </summary>
    public static ArrivalHistory Past(int days, int mails, double hour, double notice, double value)
    {
        var log = new ArrivalLog(Utc);
        for (var day = 1; day <= days; day++)
        for (var i = 0; i < mails; i++)
            log.Add(At(hour, -day), At(hour + notice, -day), value);
        return log.Before(Monday);
    }

    /// <summary>
    /// The same weekday of past weeks: how many mails came at that hour a week ago, two weeks ago and so on.
    /// </summary>
    public static ArrivalHistory PastWeeks(double hour, double notice, double value, params int[] mails)
    {
        var log = new ArrivalLog(Utc);
        if (mails[^1] == 0)
            log.Add(At(0, -7 * mails.Length), At(0.1, -7 * mails.Length), value); // or history would not reach back so far
        for (var week = 1; week <= mails.Length; week++)
        for (var i = 0; i < mails[week - 1]; i++)
            log.Add(At(hour, -7 * week), At(hour + notice, -7 * week), value);
        return log.Before(Monday);
    }
}
