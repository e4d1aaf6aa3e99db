namespace MailDispatcher.Settings;

/// <content>Settings whose values nobody is shown.</content>
public sealed partial class SettingsReader
{
    private const string Mask = "(set)";

    /// <summary>A secret: never shown, has no default. The first of the names that is set counts.</summary>
    public string? Secret(IReadOnlyList<string> names, string about)
    {
        ArgumentNullException.ThrowIfNull(names);
        string? found = null;
        foreach (var name in names)
        {
            var value = Raw(name);
            found ??= value;
            _settings.Add(new Setting(name, value is null ? "" : Mask, "", "secret", about));
        }

        return found;
    }

    /// <summary>Secrets that are named by whoever sets them, as NAME__olga: never shown.</summary>
    public IReadOnlyList<(string Name, string Value)> SecretsByName(string name, string allowed, string about)
    {
        var given = configuration
            .GetSection(name.Replace("__", ":", StringComparison.Ordinal))
            .GetChildren()
            .Where(e => e.Value is { Length: > 0 })
            .ToList();
        _settings.Add(
            new Setting($"{name}__NAME", string.Join(", ", given.Select(e => $"{e.Key}={Mask}")), "", allowed, about)
        );
        return given.ConvertAll(e => (e.Key, e.Value!));
    }

    /// <summary>
    /// A secret that is given itself, else in a file, else as systemd's credential (systemd.exec(5)).
    /// </summary>
    /// <param name="missing">What is wrong when it is nowhere; null where it need not be.</param>
    /// <returns>Where it was found, and the secret; null when it is nowhere, and when the file is no use.</returns>
    public (string Source, string Value)? SecretOrFile(
        string name,
        string about,
        string fileName,
        string credential,
        string holds,
        string? missing = null
    )
    {
        var given = Secret([name], about)?.Trim();
        var file = FileOf(fileName, credential, holds);
        if (given is { Length: > 0 })
            return (name, given);
        if (file is null && missing is not null)
            Problem($"{name}: {missing}");
        return file is not null && ReadSecret(fileName, file, holds) is { } found ? (fileName, found) : null;
    }

    /// <summary>
    /// A secret in a file; when none is named, systemd's credential counts (systemd.exec(5)), if there is one.
    /// </summary>
    /// <returns>Null when there is neither, and when the file is no use.</returns>
    public string? SecretFile(string name, string credential, string holds) =>
        FileOf(name, credential, holds) is { } file ? ReadSecret(name, file, holds) : null;

    private string? FileOf(string name, string credential, string holds)
    {
        var file = Text(
            name,
            "",
            "a path",
            $"File that holds {holds}. Without it, systemd's credential {credential} counts, if there is one."
        );
        if (file.Length > 0)
            return file;
        return
            configuration["CREDENTIALS_DIRECTORY"] is { Length: > 0 } credentials
            && Path.Combine(credentials, credential) is var found
            && File.Exists(found)
            ? found
            : null;
    }

    private string? ReadSecret(string name, string file, string holds)
    {
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } secret)
                return secret;
            Problem($"{name}: the file {file} is empty; it should hold {holds}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Problem(
                $"{name}: can't read the file {file} ({e.GetType().Name}); make it readable for this user, or name "
                    + "another."
            );
        }

        return null;
    }
}
