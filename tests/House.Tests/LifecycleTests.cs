using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using MailDispatcher.Web.View;

namespace MailDispatcher.House.Tests;

/// <summary>The document of a mail's life knows every state that the code knows.</summary>
public sealed class LifecycleTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Source.Root, "docs", "lifecycle.md"));

    [Fact]
    public void States_InWhichAMailLeavesTheQueue_StandInTheTable() => Assert.All(Enum.GetNames<Settlement>(), HasRow);

    [Fact]
    public void States_ThatTheProviderTells_StandInTheTable() =>
        Assert.All(
            Enum.GetValues<ProviderEventKind>().Select(DeliveryWords.Of),
            words => HasRow($"{char.ToUpperInvariant(words[0])}{words[1..]}")
        );

    private static void HasRow(string state) =>
        Assert.Contains(Lines, line => line.StartsWith($"| {state} |", StringComparison.Ordinal));
}
