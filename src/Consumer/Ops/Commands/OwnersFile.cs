namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// A file for what is not everybody's: never readable by others, not for a moment, and in the place of the one that
/// stood there only when it is whole.
/// </summary>
internal static class OwnersFile
{
    /// <param name="mode">Its permissions from then on, octal.</param>
    /// <exception cref="IOException">It can't be written; what stood there stands there still.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static async Task WriteAsync(FileInfo file, Func<Stream, Task> write, string mode = "600")
    {
        var unfinished = new FileInfo($"{file.FullName}.unfinished");
        unfinished.Delete();
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(unfinished.FullName, options))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(stream.SafeFileHandle, (UnixFileMode)Convert.ToInt32(mode, 8));
            }

            unfinished.MoveTo(file.FullName, overwrite: true);
        }
        catch
        {
            unfinished.Delete();
            throw;
        }
    }
}
