using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Kubernetes;

/// <summary>
/// The manifests by the schemas of Kubernetes and of the Prometheus operator: no unknown field, no wrong type, nothing
/// missing that must be there.
/// </summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Root = Repository.At("ops/kubernetes");
    private static readonly string Check = Repository.At("tests/Deploy.Tests/Kubernetes/Schema");

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-manifests-").FullName;

    /// <summary>All that can be applied; components can't.</summary>
    public static TheoryData<string> Kustomizations =>
        [
            .. Directory
                .EnumerateFiles(Root, "kustomization.yaml", SearchOption.AllDirectories)
                .Where(file => Yaml.Parse(File.ReadAllText(file)).Single()["kind"].Text == "Kustomization")
                .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!)),
        ];

    [Fact]
    public async Task Files_AsTheyStand_AreWhatTheSchemasSay()
    {
        string[] files =
        [
            .. Directory
                .EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file) != "kustomization.yaml"),
        ];
        var (code, output) = await CheckAsync(files);
        Assert.True(code == 0, output);
        Assert.Equal(
            files.SelectMany(file => Yaml.Parse(File.ReadAllText(file))).Select(Named).Order(),
            output.Split('\n').Order()
        );
    }

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public async Task Kustomization_BuiltByKubectl_IsWhatTheSchemasSay(string folder)
    {
        if (folder != "base")
            await Kubectl.SkipWhereTooOldAsync();
        var built = await Kubectl.KustomizeAsync(Path.Combine(Root, folder));
        var (code, output) = await CheckAsync(await WrittenAsync(built));
        Assert.True(code == 0, output);
        Assert.Equal(Yaml.Parse(built).Select(Named).Order(), output.Split('\n').Order());
    }

    [Theory]
    [InlineData("base/deployment.yaml", "replicas: 2", "replica: 2", "/spec/replica is an unknown field")]
    [InlineData("base/deployment.yaml", "replicas: 2", "replicas: \"2\"", "/spec/replicas must be integer")]
    [InlineData("base/deployment.yaml", "replicas: 2", "replicas: 2\n  replicas: 3", "Map keys must be unique")]
    [InlineData("base/deployment.yaml", "selector:", "selectors:", "/spec must have required property selector")]
    [InlineData("base/deployment.yaml", "apps/v1", "apps/v9", "there is no Deployment in apps/v9")]
    [InlineData(
        "base/deployment.yaml",
        "failureThreshold: 30",
        "failureTreshold: 30",
        "/spec/template/spec/containers/0/startupProbe/failureTreshold is an unknown field"
    )]
    [InlineData(
        "base/deployment.yaml",
        "memory: 512Mi",
        "memory: 512MiB",
        "/spec/template/spec/containers/0/resources/limits/memory must match"
    )]
    [InlineData(
        "base/configmap.yaml",
        "PER_HOUR: \"12\"",
        "PER_HOUR: 12",
        "/data/SENDINBLUE_MAILS_PER_HOUR must be string"
    )]
    [InlineData("base/networkpolicy.yaml", "podSelector:", "podSelect:", "/spec/podSelect is an unknown field")]
    [InlineData("base/poddisruptionbudget.yaml", "policy/v1", "policy/v1beta9", "there is no PodDisruptionBudget in")]
    [InlineData("base/poddisruptionbudget.yaml", "maxUn", "maxun", "/spec/maxunavailable is an unknown field")]
    [InlineData("base/service.yaml", "targetPort", "targetport", "/spec/ports/0/targetport is an unknown field")]
    [InlineData(
        "overlays/operator/podmonitor.yaml",
        "interval: 15s",
        "intervall: 15s",
        "/spec/podMetricsEndpoints/0/intervall is an unknown field"
    )]
    [InlineData(
        "overlays/operator/podmonitor.yaml",
        "interval: 15s",
        "interval: 15",
        "/spec/podMetricsEndpoints/0/interval must be string"
    )]
    public async Task Mistake_InAManifest_IsNamed(string file, string right, string wrong, string complaint)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, file), TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        var (code, output) = await CheckAsync(await WrittenAsync(text.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal(1, code);
        Assert.Contains($": {complaint}", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Named(Yaml manifest) => $"{manifest["kind"].Text} {manifest["metadata.name"].Text}";

    private async Task<string> WrittenAsync(string manifests)
    {
        var file = Path.Combine(_folder, "manifests.yaml");
        await File.WriteAllTextAsync(file, manifests, TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task<(int Code, string Output)> CheckAsync(params string[] files)
    {
        await NodePackages.InstallAsync(Check);
        await using var check = ChildProcess.Start("/usr/bin/node", [Path.Combine(Check, "check.js"), .. files]);
        var code = await check.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
        return (code, check.Output.Trim());
    }
}
