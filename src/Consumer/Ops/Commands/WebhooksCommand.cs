using System.CommandLine;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.MailManager.Events;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer webhooks</c>: has the provider post what becomes of mails.</summary>
internal static class WebhooksCommand
{
    public static Command Create()
    {
        var command = new Command("webhooks", "Have the provider post what becomes of mails to Webhooks__Url.");
        command.Add(Act("install", "Make the webhook at the provider, or mend it.", InstallAsync));
        command.Add(
            Act("check", "Whether the provider has the webhook, with all its events; exit code 1 if not.", CheckAsync)
        );
        command.Add(Act("remove", "Take the webhook away at the provider.", RemoveAsync));
        return command;
    }

    private static Command Act(
        string name,
        string description,
        Func<IProviderEvents, Uri, string, IReadOnlyList<Webhook>, CancellationToken, Task<string?>> act
    )
    {
        var command = new Command(name, description);
        command.SetAction(
            (_, cancellationToken) =>
                ProviderCommand.RunAsync((provider, settings) => RunAsync(provider, settings, act, cancellationToken))
        );
        return command;
    }

    private static async Task<int> RunAsync(
        IProviderEvents provider,
        DaemonSettings settings,
        Func<IProviderEvents, Uri, string, IReadOnlyList<Webhook>, CancellationToken, Task<string?>> act,
        CancellationToken cancellationToken
    )
    {
        if (settings.Delivery is not { WebhookUrl: { } url, WebhookToken: { Length: > 0 } token })
        {
            await Console.Error.WriteLineAsync("Set Webhooks__Url and Webhooks__Token: the provider is told both.");
            return ExitCode.Usage;
        }

        var (all, problem) = await provider.ListWebhooksAsync(cancellationToken);
        problem ??= await act(provider, url, token, Ours(all!, url), cancellationToken);
        if (problem is null)
            return ExitCode.Done;
        await Console.Error.WriteLineAsync(problem);
        return ExitCode.Failed;
    }

    private static async Task<string?> InstallAsync(
        IProviderEvents provider,
        Uri url,
        string token,
        IReadOnlyList<Webhook> ours,
        CancellationToken cancellationToken
    )
    {
        var problem = await provider.SaveWebhookAsync(
            ours is [var first, ..] ? first.Id : null,
            url,
            token,
            cancellationToken
        );
        if (problem is null)
            Console.WriteLine(
                ours.Count == 0
                    ? "The webhook is made. Events come from now on; what came before is read from the event log."
                    : "The webhook was there; its events and its token are set anew."
            );
        return problem;
    }

    private static Task<string?> CheckAsync(
        IProviderEvents provider,
        Uri url,
        string token,
        IReadOnlyList<Webhook> ours,
        CancellationToken cancellationToken
    )
    {
        var problem = ours switch
        {
            [] => $"The provider posts nothing to {Shown(url)}. Run 'consumer webhooks install'.",
            [{ Missing: { Count: > 0 } missing }, ..] =>
                $"The webhook is not told of: {string.Join(", ", missing)}. Run 'consumer webhooks install'.",
            [_, _, ..] => $"There are {ours.Count} webhooks to {Shown(url)}, so each event is posted as often. Run "
                + "'consumer webhooks remove', then install.",
            _ => null,
        };
        if (problem is null)
            Console.WriteLine("The webhook is there, with all its events. Its token can't be read back.");
        return Task.FromResult(problem);
    }

    private static async Task<string?> RemoveAsync(
        IProviderEvents provider,
        Uri url,
        string token,
        IReadOnlyList<Webhook> ours,
        CancellationToken cancellationToken
    )
    {
        foreach (var webhook in ours)
            if (await provider.RemoveWebhookAsync(webhook.Id, cancellationToken) is { } problem)
                return problem;
        Console.WriteLine(ours.Count == 0 ? "There was none." : $"Taken away: {ours.Count}.");
        return null;
    }

    private static IReadOnlyList<Webhook> Ours(IReadOnlyList<Webhook> all, Uri url) =>
        [
            .. all.Where(webhook =>
                Uri.TryCreate(webhook.Url, UriKind.Absolute, out var known) && Shown(known) == Shown(url)
            ),
        ];

    // Without a password in it.
    private static string Shown(Uri url) =>
        url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
