using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;

namespace MailDispatcher.Web.Intake;

/// <summary>The HTTP intake's sign-in, limits and document: ASP.NET Core's own parts.</summary>
public static class IntakeRegistration
{
    /// <summary>Whoever hosts it registers an <see cref="IMailIntake"/> besides.</summary>
    /// <param name="requestsPerMinute">What each app may ask.</param>
    public static IServiceCollection AddIntake(
        this IServiceCollection services,
        IReadOnlyList<IntakeApp> apps,
        int requestsPerMinute
    )
    {
        services
            .AddSingleton(new IntakeApps(apps))
            .AddOpenApi(
                "v1",
                document =>
                {
                    document.ShouldInclude = IntakeDocument.Includes;
                    document.AddDocumentTransformer(IntakeDocument.Name);
                }
            )
            .AddProblemDetails();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, IntakeHandler>(IntakeHandler.Name, null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                IntakeHandler.Name,
                policy => policy.AddAuthenticationSchemes(IntakeHandler.Name).RequireAuthenticatedUser()
            );
        return services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (rejected, _) =>
            {
                var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? Math.Ceiling(wait.TotalSeconds)
                    : 1;
                rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                await IntakeProblems
                    .Of(
                        StatusCodes.Status429TooManyRequests,
                        "Too many requests",
                        "This app asks more often than it may."
                    )
                    .ExecuteAsync(rejected.HttpContext);
            };
            limits.AddPolicy(
                IntakeEndpoints.RateLimit,
                context =>
                    RateLimitPartition.GetTokenBucketLimiter(
                        context.User.Identity?.Name ?? "",
                        _ => new TokenBucketRateLimiterOptions
                        {
                            TokenLimit = requestsPerMinute,
                            TokensPerPeriod = Math.Max(1, requestsPerMinute / 60),
                            ReplenishmentPeriod = TimeSpan.FromSeconds(
                                requestsPerMinute < 60 ? 60.0 / requestsPerMinute : 1
                            ),
                            QueueLimit = 0,
                        }
                    )
            );
        });
    }
}
