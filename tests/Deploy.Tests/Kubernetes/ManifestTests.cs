using System.Globalization;
using MailDispatcher.Consumer.Ops;

namespace MailDispatcher.Deploy.Tests.Kubernetes;

/// <summary>The Kubernetes manifests: the parts fit together, and fit the program.</summary>
public sealed class ManifestTests
{
    private const string Base = "ops/kubernetes/base";
    private static readonly IReadOnlyList<Yaml> Objects =
    [
        .. Yaml.ReadAll($"{Base}/kustomization.yaml")
            .Single()["resources"]
            .Texts.SelectMany(file => Yaml.ReadAll($"{Base}/{file}")),
    ];
    private static readonly Yaml Pod = Of("Deployment")["spec.template.spec"];
    private static readonly Yaml Container = Pod["containers"].Items.Single();

    [Fact]
    public void Objects_EachOfItsApi_AndNoSecretThatAnUpgradeWouldWriteOver() =>
        Assert.Equal(
            [
                "v1 ConfigMap",
                "apps/v1 Deployment",
                "networking.k8s.io/v1 NetworkPolicy",
                "policy/v1 PodDisruptionBudget",
                "v1 Service",
            ],
            Objects.Select(o => $"{o["apiVersion"].Text} {o["kind"].Text}")
        );

    [Fact]
    public async Task Base_BuiltByKubectl_HasAllItsObjects()
    {
        var built = await Kubectl.KustomizeAsync(Repository.At(Base));
        Assert.Equal(Objects.Count, Yaml.Parse(built).Count);
    }

    [Fact]
    public void Overlay_ItsResources_ExistAndLookAtThePods()
    {
        // Debian 12's kubectl takes no folder as a resource, so this one is read, not built.
        const string Overlay = "ops/kubernetes/overlays/operator";
        var resources = Yaml.ReadAll($"{Overlay}/kustomization.yaml").Single()["resources"].Texts.ToList();
        Assert.All(resources, resource => Assert.True(Repository.Has($"{Overlay}/{resource}"), resource));
        var monitor = Yaml.ReadAll($"{Overlay}/podmonitor.yaml").Single();
        Assert.Equal(Of("Deployment")["spec.selector.matchLabels"].Pairs, monitor["spec.selector.matchLabels"].Pairs);
        Assert.Equal(
            Container["ports"].Items.Single()["name"].Text,
            monitor["spec.podMetricsEndpoints"].Items.Single()["port"].Text
        );
    }

    [Fact]
    public void Deployment_HasOneActiveAndOneStandby_FoundByItsSelector()
    {
        var deployment = Of("Deployment");
        Assert.Equal("2", deployment["spec.replicas"].Text);
        var selector = deployment["spec.selector.matchLabels"];
        var labels = deployment["spec.template.metadata.labels"];
        Assert.Equal(selector.Pairs, labels.Pairs);
        Assert.Equal(["run"], Container["args"].Texts);
        foreach (var constraint in Pod["topologySpreadConstraints"].Items)
            Assert.Equal(selector.Pairs, constraint["labelSelector.matchLabels"].Pairs);
        foreach (
            var (kind, path) in ((string, string)[])
                [
                    ("Service", "spec.selector"),
                    ("PodDisruptionBudget", "spec.selector.matchLabels"),
                    ("NetworkPolicy", "spec.podSelector.matchLabels"),
                ]
        )
        {
            Assert.Equal(selector.Pairs, Of(kind)[path].Pairs);
        }
    }

    [Fact]
    public void Network_LetsInThePortOfThePage_AndOutToWhatTheSettingsName()
    {
        var port = Container["ports"].Items.Single();
        Assert.Equal(port["name"].Text, Of("Service")["spec.ports"].Items.Single()["targetPort"].Text);
        Assert.Equal(
            [port["containerPort"].Text],
            Of("NetworkPolicy")["spec.ingress"].Items.Single()["ports"].Items.Select(p => p["port"].Text)
        );
        var outward = Of("NetworkPolicy")["spec.egress"]
            .Items.SelectMany(rule => rule["ports"].Items)
            .Select(p => p["port"].Text)
            .ToList();
        Assert.Contains(
            new Uri(Of("ConfigMap")["data"]["QUEUE_SERVICE_URL"].Text).Port.ToString(CultureInfo.InvariantCulture),
            outward
        );
        Assert.Contains("443", outward);
    }

    [Fact]
    public void Configuration_HoldsSettingsAndNoSecret_AndNamesMountedFiles()
    {
        var data = Of("ConfigMap")["data"];
        Assert.All(data.Keys, name => Assert.Contains(name, KnownSettings.Names));
        Assert.Equal(
            Of("ConfigMap")["metadata.name"].Text,
            Container["envFrom"].Items.Single()["configMapRef.name"].Text
        );
        var mount = Container["volumeMounts"].Items.Single();
        var volume = Pod["volumes"].Items.Single();
        Assert.Equal(volume["name"].Text, mount["name"].Text);
        var guide = Repository.Read("ops/kubernetes/README.md");
        Assert.Contains(
            $"kubectl create secret generic {volume["secret.secretName"].Text} ",
            guide,
            StringComparison.Ordinal
        );
        var files = data
            .Keys.Where(name =>
                name.EndsWith("_FILE", StringComparison.Ordinal) || name.EndsWith("File", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(3, files.Count);
        Assert.All(
            files,
            name =>
            {
                Assert.Equal(mount["mountPath"].Text, Path.GetDirectoryName(data[name].Text));
                Assert.Contains($"--from-file={Path.GetFileName(data[name].Text)}", guide, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void Probes_AskPathsThatTheDaemonAnswers()
    {
        Assert.Equal("/health/live", Container["startupProbe.httpGet.path"].Text);
        Assert.Equal("/health/live", Container["livenessProbe.httpGet.path"].Text);
        Assert.Equal("/health/ready", Container["readinessProbe.httpGet.path"].Text);
        var port = Container["ports"].Items.Single();
        Assert.Equal("5000", port["containerPort"].Text);
        Assert.Equal(port["name"].Text, Container["readinessProbe.httpGet.port"].Text);
    }

    [Fact]
    public void Pod_RunsAsTheImagesUserWithoutRights_AndStopsLaterThanTheDaemon()
    {
        Assert.Equal("1654", Pod["securityContext.runAsUser"].Text);
        Assert.Equal("true", Pod["securityContext.runAsNonRoot"].Text);
        Assert.Equal("true", Container["securityContext.readOnlyRootFilesystem"].Text);
        Assert.Equal("false", Container["securityContext.allowPrivilegeEscalation"].Text);
        Assert.Equal(["ALL"], Container["securityContext.capabilities.drop"].Texts);
        Assert.True(
            int.Parse(Pod["terminationGracePeriodSeconds"].Text, CultureInfo.InvariantCulture)
                > DaemonHost.ShutdownTimeout.TotalSeconds
        );
    }

    private static Yaml Of(string kind) => Objects.Single(o => o["kind"].Text == kind);
}
