using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Ops.Access;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Ops.Page;

/// <summary>The page's parts, for the daemon.</summary>
public static class PageRegistration
{
    public static IServiceCollection AddPage(this IServiceCollection services, OpsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return services
            // A login lasts for real hours, also under a fast clock.
            .AddSingleton(new OperatorToken(settings.Token, TimeProvider.System))
            .AddSingleton<Doorkeeper>()
            .AddSingleton<OperatorDesk>()
            .AddSingleton<IOperatorDesk>(provider => provider.GetRequiredService<OperatorDesk>())
            .AddSingleton<ParkedGroups>()
            .AddSingleton<SnapshotMaker>()
            .AddSingleton<IOpsView, LiveView>();
    }
}
