using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.Settings;
using Microsoft.Extensions.Options;

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
                    CheckLine.Wrong("settings", warning, "Write it as docs/settings.md does, or take it away.")
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
        lines.AddRange(
            ProviderSettings.IsSmtp(configuration)
                ? await RelayLinesAsync(configuration, settings, coalesced, cancellationToken)
                : await ProviderLinesAsync(configuration, coalesced, cancellationToken)
        );
        return lines;
    }

    private static async Task<IReadOnlyList<CheckLine>> RelayLinesAsync(
        IConfiguration configuration,
        DaemonSettings? settings,
        IReadOnlyCollection<int> coalesced,
        CancellationToken cancellationToken
    )
    {
        var problems = ProviderSettings.SmtpProblems(configuration, settings).ToList();
        if (problems.Count > 0)
            return [.. problems.Select(WrongSetting)];
        var options = SmtpSettings.Read(configuration);
        await using var provider = new ServiceCollection().AddLogging().AddSmtp(options).BuildServiceProvider();
        return await RelayChecks.RunAsync(
            options,
            provider.GetRequiredService<IProviderCheck>(),
            MailTemplate.Names.Keys.Union(coalesced).Order(),
            coalesced,
            cancellationToken
        );
    }

    private static CheckLine WrongSetting(string problem) =>
        CheckLine.Wrong("provider's settings", problem, "Set it, then check again.");

    private static async Task<IReadOnlyList<CheckLine>> ProviderLinesAsync(
        IConfiguration configuration,
        IReadOnlyCollection<int> coalesced,
        CancellationToken cancellationToken
    )
    {
        var services = new ServiceCollection().AddSingleton(configuration).AddLogging().AddMailManager();
        await using var provider = services.BuildServiceProvider();
        try
        {
            var options = provider.GetRequiredService<IOptions<ProviderOptions>>().Value;
            return await ProviderChecks.RunAsync(
                options,
                provider.GetRequiredService<IProviderCheck>(),
                provider.GetRequiredService<IMailProvider>(),
                MailTemplate.Names.Keys.Union(coalesced).Order(),
                coalesced,
                cancellationToken
            );
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures.Select(WrongSetting)];
        }
    }
}
