using MailDispatcher.Web.Access;

namespace MailDispatcher.Web.Page;

/// <summary>The page's own parts. Whoever hosts it registers an <see cref="View.IOpsView"/> and the operator's actions.</summary>
public static class PageRegistration
{
    /// <param name="token">Lets a person act, and read from elsewhere; null: nobody may.</param>
    public static IServiceCollection AddPage(this IServiceCollection services, string? token) => services
        // A login lasts for real hours, also under a fast clock.
        .AddSingleton(new OperatorToken(token, TimeProvider.System))
        .AddSingleton<AccessRules>();
}
