using System.Text.RegularExpressions;

namespace MailDispatcher.House.Tests;

/// <summary>What each room may know. An import or a full name counts; a comment does not.</summary>
public sealed partial class WallTests
{
    [Fact]
    public void Policy_KnowsNothingButContracts() => AssertNone(
        Source.All.Where(f => f is { Project: "Consumer", Room: "Policy" })
            .Where(f => Imports(f).Any(i => i.StartsWith("MailDispatcher.", StringComparison.Ordinal) && i is not ("MailDispatcher.Contracts" or "MailDispatcher.Consumer.Policy"))
                || f.Names("ILogger") || f.Names("TimeProvider") || f.Names("async ") || f.Names("System.IO")));

    [Fact]
    public void RabbitMqClient_IsNamedByContractsJournalAndQueueAlone() => AssertNone(
        Source.All.Where(f => Imports(f).Any(i => i.StartsWith("RabbitMQ.", StringComparison.Ordinal)))
            .Where(f => f.Project != "Contracts" && f is not { Project: "Consumer", Room: "Journal" or "Queue" }
                // The publisher replays recordings of the original as they stand, and asks the broker what it sees.
                && f.Project != "Publisher"));

    [Fact]
    public void Quartz_IsNamedBySchedulingAlone() => AssertNone(
        Source.All.Where(f => Imports(f).Any(i => i.StartsWith("Quartz", StringComparison.Ordinal)) && f is not { Project: "Consumer", Room: "Scheduling" }));

    [Fact]
    public void TheProvidersApi_IsSpokenByMailManagerAlone() => AssertNone(
        Source.All.Where(f => f.Project is not ("MailManager" or "Sandbox") && (f.Names("smtp/email") || f.Names("api-key\""))));

    [Fact]
    public void Queue_KnowsNeitherJournalNorDispatch() => AssertNone(
        Source.All.Where(f => f is { Project: "Consumer", Room: "Queue" })
            .Where(f => Imports(f).Any(i => i is "MailDispatcher.Consumer.Journal" or "MailDispatcher.Consumer.Dispatch" or "MailDispatcher.Consumer.Ops")));

    [Fact]
    public void Dispatch_KnowsNoPages() => AssertNone(
        Source.All.Where(f => f is { Project: "Consumer", Room: "Dispatch" or "Journal" or "Queue" or "Scheduling" or "Metrics" })
            .Where(f => Imports(f).Any(i => i.StartsWith("MailDispatcher.Consumer.Ops", StringComparison.Ordinal))));

    [Fact]
    public void ContractsAndSandbox_StandAlone() => AssertNone(
        Source.All.Where(f => f.Project is "Contracts" or "Clock" or "Sandbox")
            .Where(f => Imports(f).Any(i => i.StartsWith("MailDispatcher.", StringComparison.Ordinal)
                && !i.StartsWith($"MailDispatcher.{f.Project}", StringComparison.Ordinal) && i != "MailDispatcher.Clock")));

    [Fact]
    public void Wall_ThatIsBroken_IsSeen()
    {
        var intruder = new Source("src/Consumer/Policy/Intruder.cs", "using RabbitMQ.Client;\nnamespace X;\n");
        Assert.Equal("Policy", intruder.Room);
        Assert.Equal(["RabbitMQ.Client"], Imports(intruder));
    }

    private static void AssertNone(IEnumerable<Source> files) => Assert.Empty(files.Select(f => f.Path));

    private static IEnumerable<string> Imports(Source file) => Import().Matches(file.Text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^using (?:static )?([A-Z][\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Import();
}
