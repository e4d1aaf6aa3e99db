using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MailDispatcher.House.Tests;

/// <summary>Holds the compiled programs against BannedSymbols.txt.</summary>
public sealed class BannedSymbolsTests
{
    private static readonly string[] Assemblies =
    [
        "MailDispatcher.Clock.dll", "MailDispatcher.Contracts.dll", "MailDispatcher.Client.dll", "MailDispatcher.Core.dll", "MailDispatcher.Broker.dll",
        "MailDispatcher.MailManager.dll", "MailDispatcher.Simulation.dll", "MailDispatcher.Web.dll", "consumer.dll", "publisher.dll", "sandbox.dll",
    ];

    [Fact]
    public void Programs_UseNoBannedMember()
    {
        var banned = File.ReadLines(Path.Combine(Source.Root, "BannedSymbols.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(':')[0]).ToHashSet();
        Assert.Contains("System.DateTime.get_UtcNow", banned);
        var used = Assemblies.SelectMany(name => MembersUsed(name).Where(banned.Contains).Select(member => $"{name}: {member}"));
        Assert.Empty(used);
    }

    [Fact]
    public void MembersUsed_SeesWhatAnAssemblyCalls() =>
        Assert.Contains("System.TimeProvider.get_System", MembersUsed("MailDispatcher.Clock.dll"));

    private static List<string> MembersUsed(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}",
        ];
    }
}
