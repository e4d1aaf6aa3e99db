using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Dashboard;

/// <summary>What some of the day's credits went to, or are meant for, and its place in the bar.</summary>
/// <param name="Name">The style sheet's class.</param>
/// <param name="X">Where it begins, 0 to <see cref="BarWidth"/>.</param>
internal sealed record CreditShare(string Name, int Count, string Words, double X, double Width)
{
    public const int BarWidth = 1000;

    /// <summary>From left to right; without a forecast nothing is promised or reserved.</summary>
    /// <param name="left">Credits that are left.</param>
    public static IReadOnlyList<CreditShare> Of(CreditsToday credits, int left)
    {
        (string Name, int Count, string Words)[] all =
        [
            ("sent", credits.Spent, "sent today"),
            ("promised", Math.Min(credits.Promised ?? 0, left), "promised to waiting mail"),
            ("reserved", Math.Min(credits.Reserved ?? 0, left), "reserved for urgent mail still expected"),
            ("free", credits.Free ?? 0, "free"),
        ];
        var shown = all.Where(share => credits.Promised is not null || share.Name is "sent" or "free").ToList();
        var total = Math.Max(1, shown.Sum(share => share.Count));
        var shares = new List<CreditShare>();
        var x = 0.0;
        foreach (var (name, count, words) in shown)
        {
            var width = (double)BarWidth * count / total;
            shares.Add(new CreditShare(name, count, words, x, width));
            x += width;
        }

        return shares;
    }
}
