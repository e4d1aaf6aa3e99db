using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.Limits;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Api.Routing;

/// <summary>
/// What every call under <c>/v3</c> goes through: the faults in force, the API key, the rate limits, then the endpoint;
/// each call is written into the call log when its answer is decided, and the answer goes out after the fault's delay.
/// </summary>
internal sealed class CallPipeline(
    SandboxState sandbox,
    RateLimits limits,
    TimeProvider time,
    CancellationToken stopping
)
{
    public async Task RunAsync(HttpContext context, Func<ApiRequest, ApiAnswer> serve)
    {
        var at = time.GetUtcNow();
        var request = await ApiRequest.ReadAsync(context);
        var fault = sandbox.Faults.Strike(request.Method, request.Path);
        var answer = fault?.LetsServe ?? true ? Serve(request, serve, at) : ApiAnswer.Empty(500);
        if (fault?.Status is { } status)
            answer = ApiAnswer.Text(status, fault.Body, fault.ContentType);
        sandbox.Calls.Add(number => new ApiCall(
            number,
            at,
            request.Method,
            request.Path,
            context.Request.QueryString.ToString(),
            fault?.Reset is null ? answer.Status : null,
            CallTag.Of(request)
        ));

        if (fault is not null)
            await HoldBackAsync(fault);
        if (fault?.Reset is not null)
        {
            context.Abort();
            return;
        }

        context.Response.Headers["sib-request-id"] = Guid.NewGuid().ToString();
        foreach (var (name, value) in fault?.Headers ?? new Dictionary<string, string>())
            context.Response.Headers[name] = value;
        await answer.WriteAsync(context);
    }

    private ApiAnswer Serve(ApiRequest request, Func<ApiRequest, ApiAnswer> serve, DateTimeOffset now)
    {
        if (ApiKey.Problem(request.Headers) is { } unauthorized)
            return ApiAnswer.Refusal(unauthorized);
        var window = limits.Count(request.Method, request.Path, now);
        var answer = window is { Exceeded: true }
            // No published list has a code for it.
            ? ApiAnswer.Json(429, new { message = "API rate limit exceeded" })
            : Answer(request, serve);
        return window is null ? answer : answer with { Headers = window.Headers() };
    }

    private static ApiAnswer Answer(ApiRequest request, Func<ApiRequest, ApiAnswer> serve)
    {
        try
        {
            return serve(request);
        }
        catch (QueryProblem problem)
        {
            return ApiAnswer.Refusal(problem.Error);
        }
    }

    // In real time, by which the patience of HTTP clients is counted too.
    private async Task HoldBackAsync(FaultRule fault)
    {
        if (fault.DelayMs == 0)
            return;
        await Task.Delay(fault.DelayMs, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
