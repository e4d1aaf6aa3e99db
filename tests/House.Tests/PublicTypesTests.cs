namespace MailDispatcher.House.Tests;

/// <summary>Internal by default: public is what another project needs.</summary>
public sealed class PublicTypesTests
{
    /// <summary>
    /// What host apps reference is held by PublicAPI files instead; the sandbox is for tests in the same process.
    /// </summary>
    private static readonly string[] ForOthers =
    [
        "MailDispatcher.Contracts.dll",
        "MailDispatcher.Client.dll",
        "MailDispatcher.Client.EntityFrameworkCore.dll",
        "MailDispatcher.Aspire.Hosting.dll",
        "sandbox.dll",
    ];

    [Fact]
    public void PublicTypes_AreThoseThatAnotherProjectNeeds()
    {
        var types = new PublicTypes(
            ProjectGraphTests.Assemblies.Select(file => Path.Combine(AppContext.BaseDirectory, file))
        );
        Assert.Empty(
            ProjectGraphTests
                .Assemblies.Except(ForOthers)
                .SelectMany(file => types.NeedlessOf(Path.GetFileNameWithoutExtension(file)))
        );
    }
}
