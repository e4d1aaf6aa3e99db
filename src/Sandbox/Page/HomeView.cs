using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Page;

/// <summary>What the first page shows: one page of the mails, newest first, and how the sandbox stands.</summary>
public sealed record HomeView
{
    private const int MailsOnAPage = 25;
    private const int CallsShown = 12;

    public required DateTimeOffset Now { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required CreditStanding Credits { get; init; }

    public required int DailyCredits { get; init; }

    public required int MailCount { get; init; }

    public required long MailsDropped { get; init; }

    public required int CallCount { get; init; }

    public required int CallsFailed { get; init; }

    public required IReadOnlyList<FaultRule> Faults { get; init; }

    /// <value>Newest first.</value>
    public required IReadOnlyList<ApiCall> Calls { get; init; }

    public required IReadOnlyList<AcceptedMail> Mails { get; init; }

    /// <value>What is looked for; empty shows all.</value>
    public required string Find { get; init; }

    public required int Found { get; init; }

    /// <value>1 is the newest.</value>
    public required int Page { get; init; }

    public required int Pages { get; init; }

    public required bool Live { get; init; }

    /// <param name="page">Beyond the last one shows the last one.</param>
    public static HomeView Of(SandboxState sandbox, DateTimeOffset now, string find, int page, bool live)
    {
        var mails = sandbox.Mails.Snapshot();
        var found = find.Length == 0 ? mails : [.. mails.Where(m => Matches(m, find))];
        var pages = Math.Max(1, (found.Count + MailsOnAPage - 1) / MailsOnAPage);
        var shown = Math.Clamp(page, 1, pages);
        var calls = sandbox.Calls.Snapshot();
        return new HomeView
        {
            Now = now,
            Zone = sandbox.Credits.Zone,
            Credits = sandbox.Credits.Read(),
            DailyCredits = sandbox.Credits.Daily,
            MailCount = mails.Count,
            MailsDropped = sandbox.Mails.Dropped,
            CallCount = calls.Count,
            CallsFailed = calls.Count(c => c.Status is null or >= 400),
            Faults = sandbox.Faults.Rules,
            Calls = [.. calls.Skip(calls.Count - CallsShown).Reverse()],
            Mails = [.. found.Reverse().Skip((shown - 1) * MailsOnAPage).Take(MailsOnAPage)],
            Find = find,
            Found = found.Count,
            Page = shown,
            Pages = pages,
            Live = live,
        };
    }

    /// <summary>The address of another page of the same list.</summary>
    public string LinkTo(int page, bool live) =>
        $"/?page={page}" + (Find.Length > 0 ? "&find=" + Uri.EscapeDataString(Find) : "") + (live ? "&live=true" : "");

    private static bool Matches(AcceptedMail mail, string find) =>
        Has(mail.Subject, find)
        || Has(mail.MessageId, find)
        || mail.Tags.Any(t => Has(t, find))
        || mail.Deliveries.Any(d => Has(d.Recipient.Email, find) || Has(d.Recipient.Name ?? "", find));

    private static bool Has(string text, string find) => text.Contains(find, StringComparison.OrdinalIgnoreCase);
}
