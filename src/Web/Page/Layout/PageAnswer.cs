using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MailDispatcher.Web.Page.Layout;

/// <summary>A page as an endpoint's result, whatever host the request names.</summary>
/// <param name="parameters">The component's, by name.</param>
internal sealed class PageAnswer<TPage>(object parameters, int status) : IResult
    where TPage : IComponent
{
    private static readonly HostString AnyHost = new("localhost");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        // The renderer makes an address of the request, and fails where the host is missing or no name. Our pages have
        // no use for it, and who may see them was asked before.
        if (!Uri.TryCreate($"http://{httpContext.Request.Host.ToUriComponent()}/", UriKind.Absolute, out _))
            httpContext.Request.Host = AnyHost;
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status }.ExecuteAsync(httpContext);
    }
}
