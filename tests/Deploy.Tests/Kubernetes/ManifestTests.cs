using System.Globalization;
using MailDispatcher.Consumer.Ops;

namespace MailDispatcher.Deploy.Tests.Kubernetes;

/// <summary>The Kubernetes manifest: its parts fit together, and fit the program.</summary>
public sealed class ManifestTests
{
    private static readonly IReadOnlyList<Yaml> Objects = Yaml.ReadAll("ops/kubernetes/mail-dispatcher.yml");
    private static readonly Yaml Pod = Of("Deployment")["spec.template.spec"];
    private static readonly Yaml Container = Pod["containers"].Items.Single();

    [Fact]
    public void Objects_AreThree_EachOfItsApi() => Assert.Equal(
        ["v1 ConfigMap", "v1 Secret", "apps/v1 Deployment"],
        Objects.Select(o => $"{o["apiVersion"].Text} {o["kind"].Text}"));

    [Fact]
    public void Deployment_HasOneActiveAndOneStandby_FoundByItsSelector()
    {
        var deployment = Of("Deployment");
        Assert.Equal("2", deployment["spec.replicas"].Text);
        var selector = deployment["spec.selector.matchLabels"];
        var labels = deployment["spec.template.metadata.labels"];
        Assert.Equal(selector.Pairs, labels.Pairs);
        Assert.Equal(["run"], Container["args"].Texts);
    }

    [Fact]
    public void Configuration_HoldsSettingsAndNoSecret_AndNamesMountedFiles()
    {
        var data = Of("ConfigMap")["data"];
        Assert.All(data.Keys, name => Assert.Contains(name, KnownSettings.Names));
        Assert.Equal(Of("ConfigMap")["metadata.name"].Text, Container["envFrom"].Items.Single()["configMapRef.name"].Text);
        var mount = Container["volumeMounts"].Items.Single();
        var volume = Pod["volumes"].Items.Single();
        Assert.Equal(volume["name"].Text, mount["name"].Text);
        Assert.Equal(Of("Secret")["metadata.name"].Text, volume["secret.secretName"].Text);
        var files = data.Keys.Where(name => name.EndsWith("_FILE", StringComparison.Ordinal) || name.EndsWith("File", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, files.Count);
        Assert.All(files, name =>
        {
            Assert.Equal(mount["mountPath"].Text, Path.GetDirectoryName(data[name].Text));
            Assert.Contains(Path.GetFileName(data[name].Text), Of("Secret")["stringData"].Keys);
        });
        Assert.All(Of("Secret")["stringData"].Keys, key => Assert.Equal("", Of("Secret")["stringData"][key].Text));
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
        Assert.True(int.Parse(Pod["terminationGracePeriodSeconds"].Text, CultureInfo.InvariantCulture) > DaemonHost.ShutdownTimeout.TotalSeconds);
    }

    private static Yaml Of(string kind) => Objects.Single(o => o["kind"].Text == kind);
}
