using Microsoft.Extensions.DependencyInjection;

namespace MailDispatcher.Client.Outcomes;

/// <summary>Takes the handlers of an app's outcomes.</summary>
public sealed class MailOutcomesBuilder(IServiceCollection services)
{
    /// <summary>Adds a handler; each outcome has a scope of its own, in which it is made.</summary>
    public MailOutcomesBuilder AddHandler<T>()
        where T : class, IMailOutcomeHandler
    {
        services.AddScoped<IMailOutcomeHandler, T>();
        return this;
    }
}
