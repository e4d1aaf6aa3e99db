using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Kubernetes;

/// <summary>The component that makes the base an account's, built for the two accounts of its example.</summary>
public sealed class AccountsTests
{
    private const string Within = "kubernetes/overlays/accounts";
    private const string Named = "metadata.name";
    private const string Selector = "spec.selector.matchLabels";

    public static TheoryData<string> Accounts => ["brand-a", "brand-b"];

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Account_HasEveryObjectOfTheBaseUnderItsOwnName(string account)
    {
        var objects = await BuiltAsync();
        Assert.Equal(
            Yaml.ReadAll("ops/kubernetes/base/kustomization.yaml")
                .Single()["resources"]
                .Texts.SelectMany(file => Yaml.ReadAll($"ops/kubernetes/base/{file}"))
                .Select(o => $"{o["kind"].Text} {o[Named].Text}-{account}")
                .Order(),
            objects.Where(o => AccountOf(o) == account).Select(o => $"{o["kind"].Text} {o[Named].Text}").Order()
        );
        Assert.All(objects, o => Assert.Contains(AccountOf(o), Accounts.Select(row => row.Data)));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Account_SelectsItsOwnPodsAlone(string account)
    {
        var own = (await BuiltAsync()).Where(o => AccountOf(o) == account).ToList();
        var deployment = Of(own, "Deployment");
        var pods = deployment["spec.template.metadata.labels"].Pairs.ToList();
        Assert.Contains(("account", account), pods);
        Assert.Equal(pods, deployment[Selector].Pairs);
        Assert.Equal(pods, Of(own, "Service")["spec.selector"].Pairs);
        Assert.Equal(pods, Of(own, "PodDisruptionBudget")[Selector].Pairs);
        Assert.Equal(pods, Of(own, "NetworkPolicy")["spec.podSelector.matchLabels"].Pairs);
        var spread = deployment["spec.template.spec.topologySpreadConstraints"].Items.ToList();
        Assert.Equal(2, spread.Count);
        Assert.All(spread, one => Assert.Equal(pods, one["labelSelector.matchLabels"].Pairs));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Account_HasItsOwnSettingsAndSecret_AndTheBasesOtherwise(string account)
    {
        var own = (await BuiltAsync()).Where(o => AccountOf(o) == account).ToList();
        var pod = Of(own, "Deployment")["spec.template.spec"];
        var data = Of(own, "ConfigMap")["data"];
        Assert.Equal(
            Of(own, "ConfigMap")[Named].Text,
            pod["containers"].Items.Single()["envFrom"].Items.Single()["configMapRef.name"].Text
        );
        Assert.Equal($"mail-dispatcher-{account}", pod["volumes"].Items.Single()["secret.secretName"].Text);
        Assert.All(data.Keys, name => Assert.Contains(name, KnownSettings.Names));
        Assert.Equal(account, data["Ops__Account"].Text);
        var broker = new Uri(data["QUEUE_SERVICE_URL"].Text);
        Assert.Equal(($"mail-dispatcher-{account}", $"/{account}"), (broker.UserInfo, broker.AbsolutePath));
        var shared = Yaml.ReadAll("ops/kubernetes/base/configmap.yaml").Single()["data"];
        Assert.Equal(
            shared.Pairs.Where(pair => pair.Key != "QUEUE_SERVICE_URL").Order(),
            data.Pairs.Where(pair => pair.Key is not ("QUEUE_SERVICE_URL" or "Ops__Account")).Order()
        );
    }

    [Fact]
    public async Task AccountMore_MadeAsTheGuideSays_HasNothingOfTheOneItWasCopiedFrom()
    {
        var lines = Repository
            .Lines("docs/scale.md")
            .Select(line => line.Trim())
            .Where(line =>
                line.StartsWith("cp -r brand-b", StringComparison.Ordinal)
                || line.StartsWith("sed -i '/- brand-b", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(2, lines.Count);
        var copy = Directory.CreateTempSubdirectory("accounts-").FullName;
        try
        {
            var script = string.Join(
                " && ",
                [$"cp -r '{Repository.At("ops/kubernetes")}' .", $"cd '{Within}'", .. lines]
            );
            await using var bash = ChildProcess.Start("bash", ["-c", $"cd '{copy}' && {script}"]);
            Assert.True(
                await bash.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0,
                bash.Output
            );
            var objects = await BuiltAsync(Path.Combine(copy, Within));
            Assert.Equal(3 * 5, objects.Count);
            var made = await Kubectl.KustomizeAsync(Path.Combine(copy, Within, "brand-c"));
            Assert.Contains("@rabbitmq:5672/brand-c", made, StringComparison.Ordinal);
            Assert.DoesNotContain("brand-b", made, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string AccountOf(Yaml built) => built["metadata.labels.account"].Text;

    private static Yaml Of(IEnumerable<Yaml> objects, string kind) => objects.Single(o => o["kind"].Text == kind);

    private static Task<IReadOnlyList<Yaml>> BuiltAsync() => BuiltAsync(Repository.At($"ops/{Within}"));

    private static async Task<IReadOnlyList<Yaml>> BuiltAsync(string overlay)
    {
        await Kubectl.SkipWhereTooOldAsync();
        return Yaml.Parse(await Kubectl.KustomizeAsync(overlay));
    }
}
