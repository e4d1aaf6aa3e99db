using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// The broker's data are saved, lost and put back (<c>ops/rabbitmq/backup.sh</c>) in the middle of a day.
/// </summary>
public sealed class BackupTests(FragileBroker broker) : IClassFixture<FragileBroker>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const StringComparison Words = StringComparison.Ordinal;

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-backup-").FullName;

    [Fact]
    public async Task Data_SavedLostAndRestored_EveryMailIsSentOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.Node.CreateVhostAsync(), cancellation);
        await bed.PublishAsync(Enumerable.Range(1, 25).Select(n => bed.Mail(n, days: n)), cancellation);
        var before = bed.Start();
        await Eventually.TrueAsync(() => bed.Taken().Count >= 10, "a run's mails are taken", Patience, cancellation);
        Assert.Equal(0, await before.Program.TerminateAsync());
        var sent = bed.Taken().Count;
        Assert.InRange(sent, 10, 24);
        var file = Path.Combine(_folder, "mail.tar.gz");
        Assert.Contains(
            "stop the node first",
            await BackupAsync(1, "save", broker.Node.Data, file),
            StringComparison.Ordinal
        );
        await broker.Node.StopAsync();
        await BackupAsync(0, "save", broker.Node.Data, file);
        Directory.Delete(broker.Node.Data, recursive: true);
        await BackupAsync(0, "restore", file, broker.Node.Data);
        await broker.Node.StartAgainAsync(cancellation);

        var after = bed.Start();
        await bed.EndAsync(after, 25, cancellation);
        Assert.Equal(0, await after.Program.TerminateAsync());
        Assert.Equal(bed.Published.Select(mail => mail.Id).Order(), bed.Taken().Order());
    }

    [Fact]
    public async Task Journal_ExportedLostAndImported_KnowsWhatWasSent()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.Node.CreateVhostAsync(), cancellation);
        await bed.PublishAsync(Enumerable.Range(1, 25).Select(n => bed.Mail(n, days: n)), cancellation);
        var file = Path.Combine(_folder, "journal.jsonl");
        var before = bed.Start();
        await Eventually.TrueAsync(() => bed.Taken().Count >= 10, "a run's mails are taken", Patience, cancellation);
        await ConsumerAsync(bed, 0, "journal", "export", "--output", file);
        Assert.Contains("A dispatcher is active", await ConsumerAsync(bed, 1, "journal", "import", file), Words);
        Assert.Equal(0, await before.Program.TerminateAsync());
        await ConsumerAsync(bed, 0, "journal", "export", "--output", file);
        var whole = await File.ReadAllLinesAsync(file, cancellation);
        // As an export of before the last mails would be.
        const int Rest = 7;
        var early = whole[..^Rest];
        var sent = bed.Taken().Count;
        // What was saved stays until there is something whole to take its place.
        await ConsumerAsync(bed, 2, ["journal", "export", "--output", file], ("Journal__Name", "no-such-stream"));
        Assert.Equal(whole, await File.ReadAllLinesAsync(file, cancellation));

        await using (var connection = await bed.ConnectAsync(cancellation))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: cancellation))
            await channel.QueueDeleteAsync("mail-journal", false, false, false, cancellation);
        var older = Path.Combine(_folder, "older.jsonl");
        await File.WriteAllLinesAsync(older, early, cancellation);
        Assert.Contains($"{early.Length} events were", await ConsumerAsync(bed, 0, "journal", "import", older), Words);
        Assert.Contains($"{Rest} events were", await ConsumerAsync(bed, 0, "journal", "import", file), Words);
        Assert.Contains("0 events were", await ConsumerAsync(bed, 0, "journal", "import", file), Words);
        Assert.Contains("not in the file", await ConsumerAsync(bed, 1, "journal", "import", older), Words);
        await File.AppendAllTextAsync(older, "{\"kind\":\n", cancellation);
        Assert.Contains(
            $"line {early.Length + 1} is no event",
            await ConsumerAsync(bed, 2, "journal", "import", older),
            Words
        );

        // Host apps that can't know publish all of it again.
        await bed.PublishAsync([.. bed.Published], cancellation);
        var after = bed.Start();
        await bed.EndAsync(after, 25, cancellation);
        Assert.Equal(0, await after.Program.TerminateAsync());
        // A second run may have begun on a busy machine.
        Assert.InRange(sent, 10, 25);
        Assert.Equal(bed.Published.Select(mail => mail.Id).Distinct().Order(), bed.Taken().Order());
    }

    [Fact]
    public async Task File_ThatIsNotWhole_IsNotRestored()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data", "rabbit@mq1")).Parent!.FullName;
        var file = Path.Combine(_folder, "mail.tar.gz");
        await BackupAsync(0, "save", data, file);
        Assert.Contains("rabbit@mq1", await BackupAsync(0, "check", file), StringComparison.Ordinal);
        Assert.Contains("is not empty", await BackupAsync(1, "restore", file, data), StringComparison.Ordinal);
        await File.AppendAllTextAsync(file, "x", TestContext.Current.CancellationToken);

        Assert.Contains(
            "is not what was saved",
            await BackupAsync(1, "restore", file, Path.Combine(_folder, "other")),
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Path.Combine(_folder, "other")), "something was restored");
    }

    [Fact]
    public async Task Data_OpenUnderAnotherName_AsInAContainer_IsNotSaved()
    {
        var data = Path.Combine(_folder, "data");
        var elsewhere = Path.Combine(_folder, "var-lib-rabbitmq");
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(data, "rabbit@mq1")).FullName, "queue"),
            "mail",
            TestContext.Current.CancellationToken
        );
        var file = Path.Combine(_folder, "mail.tar.gz");
        // A container has mounts of its own; a hard link is the same file under another name too, and needs no rights.
        const string Node = "ln \"$1\" \"$2\" && exec 3<\"$2\" && echo open && exec sleep 600";
        await using (
            var node = ChildProcess.Start(
                "bash",
                ["-c", Node, "bash", Path.Combine(data, "rabbit@mq1", "queue"), elsewhere]
            )
        )
        {
            await node.WaitForLineAsync(
                line => line == "open",
                cancellationToken: TestContext.Current.CancellationToken
            );
            Assert.Contains($"process {node.Id} has files of", await BackupAsync(1, "save", data, file), Words);
        }

        await BackupAsync(0, "save", data, file);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<string> ConsumerAsync(TestBed bed, int exitCode, params string[] arguments) =>
        ConsumerAsync(bed, exitCode, arguments, ("QUEUE_SERVICE_URL", bed.Broker.AbsoluteUri));

    private static async Task<string> ConsumerAsync(
        TestBed bed,
        int exitCode,
        string[] arguments,
        (string Name, string Value) setting
    )
    {
        await using var command = await ProgramUnderTest.RunAsync(
            "consumer",
            arguments,
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = bed.Broker.AbsoluteUri,
                [setting.Name] = setting.Value,
            }
        );
        Assert.True(await command.WaitForExitAsync(Patience) == exitCode, command.Output);
        return command.Output;
    }

    private static async Task<string> BackupAsync(int exitCode, params string[] arguments)
    {
        await using var backup = ChildProcess.Start(
            Path.Combine(RepositoryRoot.Path, "ops", "rabbitmq", "backup.sh"),
            arguments
        );
        Assert.True(await backup.WaitForExitAsync(Patience) == exitCode, backup.Output);
        return backup.Output;
    }
}
