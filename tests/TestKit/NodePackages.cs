using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.TestKit;

/// <summary>Node's packages of a folder that has a package.json.</summary>
public static class NodePackages
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Installs what the lock file names, once; later calls find it there until the file changes.</summary>
    public static async Task InstallAsync(string folder)
    {
        await OneAtATime.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
                return;
            await using var npm = ChildProcess.Start("/usr/bin/npm", ["ci", "--ignore-scripts", "--prefix", folder]);
            var code = await npm.WaitForExitAsync(TimeSpan.FromMinutes(5));
            if (code != 0)
                throw new InvalidOperationException($"npm ended with {code}:\n{npm.Output}");
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
