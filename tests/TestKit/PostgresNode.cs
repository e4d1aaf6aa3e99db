using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.TestKit;

/// <summary>
/// A real PostgreSQL of the tests' own (Debian's), on a free port of 127.0.0.1, with its data in a new folder that goes
/// with it.
/// </summary>
public sealed class PostgresNode : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mail-postgres-").FullName;

    private PostgresNode() { }

    public int Port { get; } = FreePort.Next();

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres";

    /// <summary>For other languages: <c>postgresql://...</c>.</summary>
    public string Url => $"postgresql://postgres@127.0.0.1:{Port}/postgres";

    public static async Task<PostgresNode> StartAsync()
    {
        var node = new PostgresNode();
        try
        {
            // The server refuses to run as root.
            if (Environment.UserName == "root")
                await RunAsync("/bin/chown", "postgres", node._folder);
            await AsOwnerAsync("initdb", "-D", node.Data, "-U", "postgres", "-A", "trust", "-N");
            await AsOwnerAsync(
                "pg_ctl",
                "-D",
                node.Data,
                "-w",
                "-l",
                Path.Combine(node._folder, "log"),
                "-o",
                $"-c listen_addresses=127.0.0.1 -p {node.Port} -c unix_socket_directories={node._folder}",
                "start"
            );
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await AsOwnerAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private static Task AsOwnerAsync(string program, params string[] arguments)
    {
        var path = Directory.EnumerateFiles("/usr/lib/postgresql", program, SearchOption.AllDirectories).Order().Last();
        return Environment.UserName == "root"
            ? RunAsync("/usr/sbin/runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string file, params string[] arguments)
    {
        await using var process = ChildProcess.Start(file, arguments);
        var code = await process.WaitForExitAsync();
        if (code != 0)
            throw new InvalidOperationException(
                $"{file} {string.Join(' ', arguments)} ended with {code}:\n{process.Output}"
            );
    }
}
