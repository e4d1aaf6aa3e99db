using MailDispatcher.TestKit;

namespace MailDispatcher.Publisher.Tests;

/// <summary>Daemon and publisher read the same variables, and say the same about the same value.</summary>
public sealed class SameWordsTests
{
    private const string Nowhere = "amqp://guest:tell-nobody@127.0.0.1:1/";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> WrongValues =>
        new()
        {
            { "QUEUE_SERVICE_URL", "http://user:tell-nobody@host" },
            { "QUEUE_SERVICE_URL", "amqps://u:tell-nobody@a/mail,amqp://u:tell-nobody@b/mail" },
            { "QUEUE_SERVICE_URL", "amqp://u:tell-nobody@a/mail,amqp://u:tell-nobody@b/other" },
            { "Queue__Name", "amq.x" },
            { "Queue__Name", new string('q', 256) },
            { "Queue__Durable", "perhaps" },
            { "Queue__MaxPriority", "256" },
            { "Queue__MaxPriority", "-1" },
            { "Queue__Type", "stream" },
            { "Queue__Type=quorum Queue__Durable", "false" },
            { "Queue__PasswordFile", "/nowhere/at/all" },
            { "Dispatch__TimeZone", "Mars/North" },
            { "Requests__Zone", "Mars/North" },
        };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public async Task WrongValue_ToDaemonAndPublisher_IsSaidInTheSameWords(string variables, string value)
    {
        var environment = new Dictionary<string, string?>
        {
            ["QUEUE_SERVICE_URL"] = Nowhere,
            ["SENDINBLUE_API_KEY"] = "xkeysib-test",
        };
        var names = variables.Split(' ');
        foreach (var pair in names.SkipLast(1).Select(name => name.Split('=')))
            environment[pair[0]] = pair[1];
        environment[names[^1]] = value;

        await using var daemon = await ProgramUnderTest.RunAsync("consumer", ["settings"], environment);
        await using var publisher = await ProgramUnderTest.RunAsync("publisher", ["-n", "1"], environment);

        var said = daemon.Lines.Where(line => line.Text.StartsWith("  - ", StringComparison.Ordinal)).ToList();
        Assert.Single(said);
        Assert.StartsWith($"  - {names[^1]}: ", said[0].Text, StringComparison.Ordinal);
        Assert.Equal([$"publisher: {said[0].Text[4..]}"], publisher.Lines.Select(line => line.Text));
        Assert.DoesNotContain("tell-nobody", daemon.Output + publisher.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnumValue_InAnyCase_IsTaken()
    {
        await using var daemon = await ProgramUnderTest.RunAsync(
            "consumer",
            ["settings"],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = Nowhere,
                ["SENDINBLUE_API_KEY"] = "xkeysib-test",
                ["Queue__Type"] = "Quorum",
                ["Dispatch__Policy"] = "DEADLINE",
                ["Log__Format"] = "Text",
            }
        );
        Assert.Equal(0, await PublisherRun.ExitCodeOf(daemon));
    }

    [Theory]
    [InlineData("Dispatch__Polcy", "Dispatch__Polcy is not a setting; did you mean Dispatch__Policy?")]
    [InlineData("Queue__Nmae", "Queue__Nmae is not a setting; did you mean Queue__Name?")]
    [InlineData("Ops__Something_else", "Ops__Something_else is not a setting; docs/settings.md lists them all.")]
    [InlineData("Sandbox__Prot", "Sandbox__Prot is not a setting; did you mean Sandbox__Port?")]
    public async Task UnknownSetting_InEachProgram_IsNamedWithoutItsValue(string name, string warning)
    {
        var environment = new Dictionary<string, string?>
        {
            ["QUEUE_SERVICE_URL"] = Nowhere,
            ["SENDINBLUE_API_KEY"] = "xkeysib-test",
            ["SENDINBLUE_URL"] = "http://127.0.0.1:1/v3",
            ["Ops__Port"] = "0",
            ["Ops__Tokens__olga"] = "reader:0123456789abcdef",
            ["Provider__Templates__7"] = "42",
            ["Log__Format"] = "text",
            [name] = "tell-nobody-this",
        };
        await using var settings = await ProgramUnderTest.RunAsync("consumer", ["settings"], environment);
        await using var check = await ProgramUnderTest.RunAsync("consumer", ["check", "--json"], environment);
        await using var daemon = ProgramUnderTest.Start("consumer", ["run"], environment);
        await using var publisher = await ProgramUnderTest.RunAsync(
            "publisher",
            ["-n", "1", "--patience", "1"],
            environment
        );
        await using var sandbox = ProgramUnderTest.Start("sandbox", ["--port", "0"], environment);

        Assert.Contains(warning, settings.Lines.Select(line => line.Text));
        Assert.Contains(warning, check.Output, StringComparison.Ordinal);
        Assert.Contains($"publisher: {warning}", publisher.Lines.Select(line => line.Text));
        await Task.WhenAll(
            daemon.WaitForLineAsync(
                line => line.EndsWith(warning, StringComparison.Ordinal),
                cancellationToken: Cancel
            ),
            sandbox.WaitForLineAsync(line => line == warning, cancellationToken: Cancel)
        );
        foreach (var program in (ProgramUnderTest[])[settings, check, daemon, publisher, sandbox])
        {
            Assert.DoesNotContain("tell-nobody-this", program.Output, StringComparison.Ordinal);
            Assert.Single(program.Lines, line => line.Text.Contains("is not a setting", StringComparison.Ordinal));
        }
    }
}
