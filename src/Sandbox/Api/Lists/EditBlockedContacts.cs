using MailDispatcher.Sandbox.Contacts;

namespace MailDispatcher.Sandbox.Api.Lists;

/// <summary>
/// <c>GET /v3/smtp/blockedContacts</c> (it has no filter by address) and <c>DELETE
/// /v3/smtp/blockedContacts/{email}</c>.
/// </summary>
internal sealed class EditBlockedContacts(BlockedContacts blocked, TimeProvider time)
{
    private static readonly DayRange Ever = new(DateOnly.MinValue, DateOnly.MaxValue);

    public ApiAnswer List(ApiRequest request)
    {
        var query = new QueryReader(request.Query);
        var senders = query.Text("senders")?.Split(',');
        var days =
            request.Query.ContainsKey("startDate") || request.Query.ContainsKey("endDate")
                ? query.Days(ApiTime.Today(time), longest: int.MaxValue)
                : Ever;
        var found = blocked
            .All.Where(c =>
                days.Holds(c.BlockedAt)
                && (senders is null || senders.Contains(c.SenderEmail, StringComparer.OrdinalIgnoreCase))
            )
            .ToList();
        return ApiAnswer.Json(
            200,
            new
            {
                count = found.Count,
                contacts = query
                    .Page(found, standard: 50, most: 100)
                    .Select(c => new
                    {
                        c.Email,
                        c.SenderEmail,
                        reason = new { c.Code, message = c.Code },
                        blockedAt = ApiTime.Of(c.BlockedAt),
                    }),
            }
        );
    }

    public ApiAnswer Unblock(ApiRequest request) =>
        blocked.Unblock(request.Route["email"]?.ToString() ?? "")
            ? ApiAnswer.Empty(204)
            : ApiAnswer.Refusal(ApiError.NotFound("Contact not found"));
}
