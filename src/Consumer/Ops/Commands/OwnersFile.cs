namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>A file for what is not everybody's: never readable by others, not for a moment.</summary>
internal static class OwnersFile
{
    /// <param name="mode">Its permissions from then on, octal.</param>
    /// <returns>A new file in the place of the one that stood there.</returns>
    public static FileStream Create(FileInfo file, string mode = "600")
    {
        file.Delete();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(file.FullName, options);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(stream.SafeFileHandle, (UnixFileMode)Convert.ToInt32(mode, 8));
        return stream;
    }
}
