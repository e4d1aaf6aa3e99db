using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Layout;

/// <summary>The addresses to which the pages lead, each written once.</summary>
internal static class PageAddress
{
    public static string Of(Guid mail) => $"/mails/{mail}";

    public static string Of(DateOnly day) => $"/days/{Text(day)}";

    /// <summary>The mails that came, were due or were settled on a day.</summary>
    public static string OfSearch(DateOnly day) => $"/search?q={Text(day)}";

    /// <param name="page">1 is the first.</param>
    public static string Of(ParkedGroup group, int page = 1) =>
        $"/parked?group={group.Key}{(page == 1 ? "" : $"&page={TimeFormat.Plain(page)}")}";

    /// <summary>How a waiting mail will leave.</summary>
    public static string OfPreview(Guid mail) => $"{Of(mail)}/preview";

    /// <summary>Where a parked mail is mended.</summary>
    public static string OfMending(Guid mail) => $"/parked/mend?mail={mail}";

    /// <summary>Where something done with a whole group is confirmed.</summary>
    /// <param name="action">retry or discard.</param>
    public static string OfConfirming(string action, ParkedGroup group) => $"/parked/{action}?group={group.Key}";

    /// <param name="page">1 is the first.</param>
    public static string Of(EventFilter filter, int page = 1) =>
        WithQuery(
            "/events",
            filter.Kind is { } kind ? $"kind={kind.ToString().ToLowerInvariant()}" : null,
            filter.By is { } by ? $"by={Uri.EscapeDataString(by)}" : null,
            page == 1 ? null : $"page={TimeFormat.Plain(page)}"
        );

    /// <param name="page">1 is the first.</param>
    public static string Of(WaitingFilter filter, int page = 1) =>
        WithQuery(
            "/waiting",
            filter.Urgency is null ? null : $"urgency={filter.Urgency}",
            filter.Due is null ? null : $"due={filter.Due}",
            filter.MissesOnly ? "misses=1" : null,
            page == 1 ? null : $"page={TimeFormat.Plain(page)}"
        );

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string WithQuery(string path, params string?[] values)
    {
        var query = string.Join('&', values.Where(value => value is not null));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
