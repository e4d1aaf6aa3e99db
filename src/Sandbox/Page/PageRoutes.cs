using System.Globalization;
using System.Text;
using MailDispatcher.Sandbox.Mails;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MailDispatcher.Sandbox.Page;

/// <summary>The pages for people: rendered here, without scripts and without anything from elsewhere.</summary>
internal static class PageRoutes
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri "
        + "'none'; frame-ancestors 'none'";

    // A mail's content is a stranger's: shown in a frame of its own, with its own styles and nothing else.
    private const string ContentPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; frame-ancestors "
        + "'self'";

    private static readonly byte[] Style = ReadStyle();

    public static void Map(WebApplication app, SandboxState sandbox, TimeProvider time)
    {
        app.MapMethods(
            "/",
            ["GET"],
            async context =>
            {
                var query = context.Request.Query;
                var view = HomeView.Of(
                    sandbox,
                    time.GetUtcNow(),
                    query["find"].ToString().Trim(),
                    int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page)
                        ? page
                        : 1,
                    live: query["live"] == "true"
                );
                await ShowAsync<HomePage>(context, new { View = view, Api = $"http://{context.Request.Host}/v3" });
            }
        );
        app.MapMethods(
            "/mails/{number:long}",
            ["GET"],
            async context =>
            {
                var mails = sandbox.Mails.Snapshot();
                if (IndexOf(context, mails) is { } i)
                    await ShowAsync<MailPage>(
                        context,
                        new
                        {
                            Mail = mails[i],
                            Older = i > 0 ? mails[i - 1].Number : (long?)null,
                            Newer = i < mails.Count - 1 ? mails[i + 1].Number : (long?)null,
                            Now = time.GetUtcNow(),
                            sandbox.Credits.Zone,
                        }
                    );
            }
        );
        app.MapMethods(
            "/mails/{number:long}/content",
            ["GET"],
            async context =>
            {
                var mails = sandbox.Mails.Snapshot();
                if (IndexOf(context, mails) is { } i)
                    await WriteAsync(
                        context,
                        ContentPolicy,
                        "text/html; charset=utf-8",
                        Encoding.UTF8.GetBytes(mails[i].Html)
                    );
            }
        );
        app.MapMethods("/style.css", ["GET"], context => WriteAsync(context, Policy, "text/css; charset=utf-8", Style));
    }

    private static int? IndexOf(HttpContext context, IReadOnlyList<AcceptedMail> mails)
    {
        var number = long.Parse(context.Request.RouteValues["number"]!.ToString()!, CultureInfo.InvariantCulture);
        for (var i = 0; i < mails.Count; i++)
            if (mails[i].Number == number)
                return i;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return null;
    }

    private static Task ShowAsync<TPage>(HttpContext context, object parameters)
        where TPage : IComponent
    {
        Guard(context, Policy);
        return new RazorComponentResult<TPage>(parameters).ExecuteAsync(context);
    }

    private static async Task WriteAsync(
        HttpContext context,
        string policy,
        string contentType,
        ReadOnlyMemory<byte> body
    )
    {
        Guard(context, policy);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static void Guard(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    private static byte[] ReadStyle()
    {
        using var stream = typeof(PageRoutes).Assembly.GetManifestResourceStream("style.css")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
