namespace MailDispatcher.Deploy.Tests.Images;

public sealed class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.Read("dokku/Dockerfile");

    [Fact]
    public void Copies_EachSource_IsInTheRepository() =>
        Assert.All(File.Copies("restored"), copy => Assert.True(Repository.Has(copy.Source), copy.Source));

    [Fact]
    public void Restore_EachProjectAndItsLockFile_IsCopiedBefore()
    {
        var copied = File.Copies("restored").Select(copy => copy.Source).ToHashSet();
        foreach (var project in Directory.EnumerateFiles(Repository.At("src"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.Contains($"src/{name}/{name}.csproj", copied);
            Assert.Contains($"src/{name}/packages.lock.json", copied);
        }
    }

    [Fact]
    public void Restore_EachOfThem_IsLocked()
    {
        var restore = File.Of("restored", "RUN").Single();
        Assert.Equal(restore.Split("dotnet restore").Length, restore.Split("--locked-mode").Length);
    }

    [Theory]
    [InlineData("dokku/Dockerfile")]
    [InlineData("dokku/prometheus/Dockerfile")]
    [InlineData("dokku/alertmanager/Dockerfile")]
    [InlineData("dokku/grafana/Dockerfile")]
    public void Bases_EachOfAnotherImage_HasItsVersionAndDigest(string path)
    {
        var file = Dockerfile.Read(path);
        var stages = file.Instructions.Select(i => i.Stage).ToHashSet();
        var bases = file.Instructions.Where(i => i.Name == "FROM").Select(i => i.Text.Split(' ')[0]);
        var foreign = bases.Where(name => !stages.Contains(name)).ToList();
        Assert.NotEmpty(foreign);
        Assert.All(foreign, name => Assert.Matches(@":v?\d+\.\d+\.\d+[a-z-]*@sha256:[0-9a-f]{64}$", name));
    }

    [Fact]
    public void LastStage_IsTheDispatcher_WithoutShellOrRoot()
    {
        Assert.Equal("consumer", File.Instructions[^1].Stage);
        Assert.Equal("[\"./consumer\"]", File.Of("consumer", "ENTRYPOINT").Single());
        Assert.Equal("[\"run\"]", File.Of("consumer", "CMD").Single());
        Assert.EndsWith(
            "CMD [\"./consumer\", \"health\", \"--live\"]",
            File.Of("consumer", "HEALTHCHECK").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("1654", File.Of("base", "USER").Single());
        Assert.Contains(
            "-chiseled-extra",
            File.Instructions.Single(i => i is { Stage: "base", Name: "FROM" }).Text,
            StringComparison.Ordinal
        );
        // An exposed port makes Dokku's proxy listen on it.
        Assert.DoesNotContain(File.Instructions, instruction => instruction.Name == "EXPOSE");
    }

    [Fact]
    public void Ignored_NothingThatIsCopied()
    {
        var ignored = Repository.Lines(".dockerignore").Where(line => line.Length > 0).ToList();
        Assert.All(
            File.Copies("restored"),
            copy => Assert.DoesNotContain(copy.Source.TrimEnd('/').Split('/')[0], ignored)
        );
    }
}
