using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Checks;

/// <summary>
/// Checks everything that a daemon with these settings would need, and goes on after each thing that is wrong.
/// </summary>
internal static class DeploymentCheck
{
    public static async Task<IReadOnlyList<CheckLine>> RunAsync(
        IConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var lines = new List<CheckLine>();
        DaemonSettings? settings = null;
        try
        {
            settings = DaemonSettings.Read(configuration);
            lines.Add(CheckLine.Ok("settings", "all of them can be used"));
            lines.AddRange(
                settings.Warnings.Select(warning =>
                    CheckLine.Warning("settings", warning, "Write it as docs/settings.md does, or take it away.")
                )
            );
            lines.Add(CheckLine.Ok("time zone", $"{settings.Dispatch.Zone.Id} is known"));
        }
        catch (InvalidSettingsException e)
        {
            lines.AddRange(
                e.Problems.Select(problem =>
                    CheckLine.Wrong(
                        "settings",
                        problem,
                        "Set it, then check again; 'consumer settings' lists all settings."
                    )
                )
            );
        }

        if (settings is not null)
            lines.AddRange(await BrokerChecks.RunAsync(settings, cancellationToken));
        var coalesced = settings?.Dispatch.Coalesce ?? [];
        lines.AddRange(await ProviderLinesAsync(ProviderSettings.Read(configuration), coalesced, cancellationToken));
        return lines;
    }

    private static async Task<IReadOnlyList<CheckLine>> ProviderLinesAsync(
        ProviderSettings settings,
        IReadOnlyCollection<int> coalesced,
        CancellationToken cancellationToken
    )
    {
        if (settings.Problems.Count > 0)
            return
            [
                .. settings.Problems.Select(problem =>
                    CheckLine.Wrong("provider's settings", problem, "Set it, then check again.")
                ),
            ];
        await using var provider = new ServiceCollection().AddLogging().AddProvider(settings).BuildServiceProvider();
        var check = provider.GetRequiredService<IProviderCheck>();
        var templates = MailTemplate.Names.Keys.Union(coalesced).Order();
        return settings.Smtp is { } relay
            ? await RelayChecks.RunAsync(relay, check, templates, coalesced, cancellationToken)
            : await ProviderChecks.RunAsync(
                settings.Brevo!,
                check,
                provider.GetRequiredService<IMailProvider>(),
                templates,
                coalesced,
                cancellationToken
            );
    }
}
