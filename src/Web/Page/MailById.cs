using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Finds a mail by its id or by the first characters of it, as the pages show them.</summary>
internal static class MailById
{
    /// <returns>The mail, or how many begin so: none, or more than one.</returns>
    public static async Task<(MailView? Mail, int Count)> FindAsync(
        IOpsView view,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (Guid.TryParse(text, out var id))
            return (await view.FindAsync(id, cancellationToken), 0);
        if (new MailQuery(text.Trim(), TimeZoneInfo.Utc) is not { IsId: true } query)
            return (null, 0);
        var hits = (await view.SearchAsync(query, cancellationToken)).Mails;
        return hits is [var only] ? (await view.FindAsync(only.Id, cancellationToken), 1) : (null, hits.Count);
    }
}
