using System.Globalization;
using System.Text.RegularExpressions;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Deploy.Tests.Images;
using MailDispatcher.Sandbox.State;

namespace MailDispatcher.Deploy.Tests.Compose;

/// <summary><c>docker-compose.yml</c>: it mentions only what exists, and every service keeps the same rules.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly Yaml File = Yaml.ReadAll("docker-compose.yml").Single();

    public static TheoryData<string> Services => [.. File["services"].Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Always_IsLockedDownAndPinned(string name)
    {
        var service = Service(name);
        Assert.Matches(PinnedImage(), service["image"].Text);
        Assert.Equal("true", service["read_only"].Text);
        Assert.Equal(["ALL"], service["cap_drop"].Texts);
        Assert.Contains("no-new-privileges:true", service["security_opt"].Texts);
        Assert.Equal("true", service["init"].Text);
        Assert.False(service["privileged"].Exists || service["cap_add"].Exists, "more rights than it needs");
        Assert.All(service["ports"].Texts, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_WhatItMounts_ExistsHereOrIsAVolume(string name)
    {
        foreach (var source in Service(name)["volumes"].Texts.Select(text => text.Split(':')[0]))
        {
            if (source.StartsWith("./", StringComparison.Ordinal))
                Assert.True(Repository.Has(source), source);
            else if (source != "/var/run/docker.sock")
                Assert.Contains(source, File["volumes"].Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ItsSecretsAndNeighbours_AreDeclared(string name)
    {
        var service = Service(name);
        var secrets = service["secrets"]
            .Items.Select(secret => secret["source"].Exists ? secret["source"].Text : secret.Text)
            .ToList();
        Assert.All(secrets, secret => Assert.Contains(secret, File["secrets"].Keys));
        Assert.All(service["depends_on"].Keys, other => Assert.Contains(other, File["services"].Keys));
        var text = string.Join(
            '\n',
            service["command"].Texts.Concat(service["environment"].Keys.Select(key => service["environment"][key].Text))
        );
        Assert.All(
            MountedSecret().Matches(text).Select(match => match.Groups[1].Value),
            secret => Assert.Contains(secret, secrets)
        );
    }

    [Fact]
    public void Secrets_EachFile_IsMadeByTheScript()
    {
        var script = Repository.Read("ops/compose/secrets.sh");
        Assert.All(
            File["secrets"].Keys,
            name =>
            {
                Assert.Equal($"./secrets/{name}", File["secrets"][name]["file"].Text);
                Assert.Contains($"\nmake {name} ", script, StringComparison.Ordinal);
            }
        );
        Assert.Contains("/secrets/", Repository.Lines(".gitignore"));
        Assert.Contains("secrets", Repository.Lines(".dockerignore"));
    }

    [Fact]
    public void OwnImages_EachTarget_IsAStageOfTheDockerfile()
    {
        var stages = Dockerfile
            .Read("dokku/Dockerfile")
            .Instructions.Select(instruction => instruction.Stage)
            .ToHashSet();
        var targets = File["services"]
            .Keys.Select(name => Service(name)["build"])
            .Where(build => build.Exists)
            .Select(build => build["target"].Text)
            .ToList();
        Assert.Equal(4, targets.Count);
        Assert.All(targets, target => Assert.Contains(target, stages));
    }

    [Fact]
    public void Consumer_ItsEnvironment_HoldsSettingsAndNoSecret()
    {
        var environment = Service("consumer")["environment"];
        Assert.All(environment.Keys, name => Assert.Contains(name, KnownSettings.Names));
        Assert.DoesNotContain("SENDINBLUE_API_KEY", environment.Keys);
        Assert.Equal("service_healthy", Service("consumer")["depends_on.rabbitmq.condition"].Text);
        Assert.True(Service("rabbitmq")["healthcheck.test"].Exists, "a broker without a health check is never healthy");
        var grace = Service("consumer")["stop_grace_period"].Text;
        Assert.True(
            int.Parse(grace.TrimEnd('s'), CultureInfo.InvariantCulture) > DaemonHost.ShutdownTimeout.TotalSeconds,
            grace
        );
    }

    [Fact]
    public void Ports_OfOurPrograms_AreTheirDefaults()
    {
        Assert.Contains("127.0.0.1:5000:5000", Service("consumer")["ports"].Texts);
        Assert.Contains(
            $"127.0.0.1:{SandboxOptions.DefaultPort}:{SandboxOptions.DefaultPort}",
            Service("sandbox")["ports"].Texts
        );
    }

    [Fact]
    public void Prometheus_ItsTargets_AreServicesOfTheFile()
    {
        var targets = Yaml.ReadAll("prometheus.yml")
            .Single()["scrape_configs"]
            .Items.SelectMany(job => job["static_configs"].Items)
            .SelectMany(group => group["targets"].Texts)
            .Select(target => target.Split(':')[0]);
        Assert.All(targets.Where(host => host != "localhost"), host => Assert.Contains(host, File["services"].Keys));
    }

    [Theory]
    [InlineData("prometheus")]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    public void MonitorOnDokku_ItsDockerfile_HasTheSameImageAndCopiesWhatExists(string name)
    {
        var dockerfile = Dockerfile.Read($"dokku/{name}/Dockerfile");
        Assert.Equal(Service(name)["image"].Text, dockerfile.Instructions.Last(i => i.Name == "FROM").Text);
        var copies = dockerfile.Instructions.Select(i => i.Stage).Distinct().SelectMany(dockerfile.Copies).ToList();
        Assert.NotEmpty(copies);
        Assert.All(copies, copy => Assert.True(Repository.Has(copy.Source), copy.Source));
    }

    private static Yaml Service(string name) => File[$"services.{name}"];

    // Our own images are built here, so there is no digest to know before.
    [GeneratedRegex(@"^(mail-dispatcher/[a-z]+:\d+\.\d+\.\d+|[a-z/-]+:v?\d+\.\d+\.\d+[a-z-]*@sha256:[0-9a-f]{64})$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"/run/secrets/([a-z-]+)")]
    private static partial Regex MountedSecret();
}
