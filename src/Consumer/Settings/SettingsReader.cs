using System.Globalization;
using System.Text;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Settings;

/// <summary>
/// Reads settings one by one, remembers each with its meaning, and collects what is wrong instead of stopping at the
/// first problem.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const string Mask = "(set)";

    private readonly List<Setting> _settings = [];
    private readonly List<string> _problems = [];

    public IReadOnlyList<Setting> Settings => _settings;

    /// <exception cref="InvalidSettingsException">Anything was wrong.</exception>
    public void ThrowIfAnyProblem()
    {
        if (_problems.Count > 0)
            throw new InvalidSettingsException(_problems);
    }

    public void Problem(string text) => _problems.Add(text);

    /// <summary>Lets somebody else read settings; what they can't use is a problem of ours.</summary>
    public void Try(string names, Func<object> read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            Problem(e.Message.Contains("__", StringComparison.Ordinal) ? e.Message : $"{names}: {e.Message}");
        }
    }

    /// <summary>Lists a setting that is read elsewhere.</summary>
    public void Note(string name, string value, string @default, string allowed, string about) =>
        _settings.Add(new Setting(name, value, @default, allowed, about));

    public string Text(string name, string @default, string allowed, string about, Func<string, bool>? isAllowed = null)
    {
        var value = Raw(name) ?? @default;
        _settings.Add(new Setting(name, value, @default, allowed, about));
        if (isAllowed?.Invoke(value) != false)
            return value;
        Problem($"{name}: '{value}' is not {allowed}.");
        return @default;
    }

    public int Whole(string name, int @default, int least, int most, string unit, string about)
    {
        var allowed = $"{unit}, {least} to {most}";
        var raw = Text(name, @default.ToString(CultureInfo.InvariantCulture), allowed, about, IsAllowed);
        return int.Parse(raw, CultureInfo.InvariantCulture);

        bool IsAllowed(string text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most;
    }

    /// <summary>
    /// The broker keeps names that begin with amq. for itself, and allows 255 bytes (AMQP 0-9-1, section 1.7.2.1).
    /// </summary>
    public string QueueName(string name, string @default, string about) =>
        Text(
            name,
            @default,
            "a queue name, 1 to 255 bytes, not amq.*",
            about,
            text => Encoding.UTF8.GetByteCount(text) <= 255 && !text.StartsWith("amq.", StringComparison.Ordinal)
        );

    /// <summary>A time zone by its name; null when none is set and there is no default, and after a problem.</summary>
    public TimeZoneInfo? Zone(string name, string @default, string about)
    {
        var id = Text(name, @default, "a time zone's name", about);
        if (id.Length == 0)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        Problem(
            $"{name}: '{id}' is not known here; use a name as America/Recife, and install the system's time zone "
                + "data (tzdata)."
        );
        return null;
    }

    public bool Flag(string name, bool @default, string about) =>
        bool.Parse(Text(name, @default ? "true" : "false", "true or false", about, text => bool.TryParse(text, out _)));

    /// <summary>A setting per template, by its name or its number.</summary>
    public IReadOnlyDictionary<int, double> PerTemplate(
        string name,
        string @default,
        string allowed,
        string about,
        Func<double, bool> isAllowed
    )
    {
        var given = configuration
            .GetSection(name.Replace("__", ":", StringComparison.Ordinal))
            .GetChildren()
            .Where(e => e.Value is { Length: > 0 })
            .ToList();
        _settings.Add(
            new Setting(
                $"{name}__N",
                string.Join(", ", given.Select(e => $"{e.Key}={e.Value}")),
                @default,
                allowed,
                about
            )
        );
        var read = new Dictionary<int, double>();
        foreach (var entry in given)
        {
            if (
                MailTemplate.Parse(entry.Key) is { } template
                && double.TryParse(
                    entry.Value,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                && isAllowed(number)
            )
                read[template] = number;
            else
                Problem($"{name}__{entry.Key}: '{entry.Value}' is not {allowed}, or '{entry.Key}' is no template.");
        }

        return read;
    }

    /// <summary>Templates by name or number, with commas between them.</summary>
    public IReadOnlyCollection<int> Templates(string name, string about)
    {
        var text = Text(
            name,
            "",
            "templates by name or number, as 9,10",
            about,
            given => Parts(given).All(p => MailTemplate.Parse(p) is not null)
        );
        return [.. Parts(text).Select(p => MailTemplate.Parse(p)!.Value)];

        static string[] Parts(string given) =>
            given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A secret: never shown, has no default. The first of the names that is set counts.</summary>
    public string? Secret(IReadOnlyList<string> names, string about)
    {
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
    /// A secret in a file; when none is named, systemd's credential counts (systemd.exec(5)), if there is one.
    /// </summary>
    /// <returns>Null when there is neither, and when the file is no use.</returns>
    public string? SecretFile(string name, string credential, string holds)
    {
        var file = Text(
            name,
            "",
            "a path",
            $"File that holds {holds}. Without it, systemd's credential {credential} counts, if there is one."
        );
        if (
            file.Length == 0
            && configuration["CREDENTIALS_DIRECTORY"] is { Length: > 0 } credentials
            && Path.Combine(credentials, credential) is var found
            && File.Exists(found)
        )
            file = found;
        if (file.Length == 0)
            return null;
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

    // An empty variable is how a compose file says "not set".
    private string? Raw(string name) =>
        configuration[name.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value ? value : null;
}
