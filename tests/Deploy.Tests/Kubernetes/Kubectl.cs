using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Kubernetes;

/// <summary>What this machine's <c>kubectl</c> makes of a folder with a kustomization.</summary>
internal static class Kubectl
{
    /// <summary>The objects, as YAML.</summary>
    public static Task<string> KustomizeAsync(string folder) => OutputAsync("kustomize", folder);

    /// <summary>For folders with components, or with folders as resources.</summary>
    public static async Task SkipWhereTooOldAsync() =>
        // One that tells the version of its kustomize is new enough.
        Assert.SkipUnless(
            (await OutputAsync("version", "--client")).Contains("Kustomize Version: v", StringComparison.Ordinal),
            "Debian 12's kubectl builds no components and takes no folder as a resource."
        );

    private static async Task<string> OutputAsync(params string[] arguments)
    {
        await using var kubectl = ChildProcess.Start("kubectl", arguments);
        Assert.True(
            await kubectl.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0,
            kubectl.Output
        );
        return string.Join('\n', kubectl.Lines.Where(line => !line.IsError).Select(line => line.Text));
    }
}
