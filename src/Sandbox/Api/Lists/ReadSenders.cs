using MailDispatcher.Sandbox.Senders;

namespace MailDispatcher.Sandbox.Api.Lists;

/// <summary><c>GET /v3/senders</c>.</summary>
internal sealed class ReadSenders(SenderStore senders)
{
    public ApiAnswer Serve(ApiRequest request)
    {
        var domain = new QueryReader(request.Query).Text("domain");
        var found = senders.All.Where(s =>
            domain is null || s.Email.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase)
        );
        return ApiAnswer.Json(
            200,
            new
            {
                senders = found.Select(s => new
                {
                    s.Id,
                    s.Name,
                    s.Email,
                    s.Active,
                    ips = Array.Empty<object>(),
                }),
            }
        );
    }
}
