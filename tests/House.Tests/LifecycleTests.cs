using MailDispatcher.Core.Journal;
using MailDispatcher.Web.View;

namespace MailDispatcher.House.Tests;

/// <summary>The document of a mail's life knows every state that the code knows.</summary>
public sealed class LifecycleTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Source.Root, "docs", "lifecycle.md"));

    [Fact]
    public void States_OfTheCode_StandInTheTable() =>
        Assert.All(
            Enum.GetValues<MailStatus>().Select(MailStatusWords.Title),
            state => Assert.Contains(Lines, line => line.StartsWith($"| {state} |", StringComparison.Ordinal))
        );
}
