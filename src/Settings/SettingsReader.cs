using System.Globalization;
using System.Net;
using System.Text;
using MailDispatcher.Contracts;
using Microsoft.Extensions.Configuration;

namespace MailDispatcher.Settings;

/// <summary>
/// Reads settings one by one, remembers each with its meaning, and collects what is wrong instead of stopping at the
/// first problem.
/// </summary>
/// <param name="options">Options of the command line that were given, by the variable that each stands for.</param>
public sealed partial class SettingsReader(
    IConfiguration configuration,
    IReadOnlyDictionary<string, string>? options = null
)
{
    private readonly List<string> _problems = [];
    private List<Setting> _settings = [];

    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>What is wrong, each a sentence that begins with the setting's name.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>
    /// A reader of settings that are listed here, and whose problems are its own: for a part that not everyone needs.
    /// </summary>
    public SettingsReader Apart() => new(configuration, options) { _settings = _settings };

    /// <exception cref="InvalidSettingsException">Anything was wrong.</exception>
    public void ThrowIfAnyProblem()
    {
        if (_problems.Count > 0)
            throw new InvalidSettingsException(_problems);
    }

    /// <param name="text">Begins with the setting's name.</param>
    public void Problem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = text.Split(':', 2)[0];
        _problems.Add(
            options?.GetValueOrDefault(name) is { } option ? $"{option} ({name}){text[name.Length..]}" : text
        );
    }

    /// <summary>Lets somebody else read settings; what they can't use is a problem of ours.</summary>
    public void Try(string names, Func<object> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            read();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            Problem(e.Message.Contains("__", StringComparison.Ordinal) ? e.Message : $"{names}: {e.Message}");
        }
    }

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

    public bool Flag(string name, bool @default, string about) =>
        bool.Parse(Text(name, @default ? "true" : "false", "true or false", about, text => bool.TryParse(text, out _)));

    /// <summary>A setting per template, by its name or its number.</summary>
    /// <param name="read">Null for a value that is not allowed.</param>
    public IReadOnlyDictionary<int, T> PerTemplate<T>(
        string name,
        string @default,
        string allowed,
        string about,
        Func<string, T?> read
    )
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(read);
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
        var values = new Dictionary<int, T>();
        foreach (var entry in given)
        {
            if (MailTemplate.Parse(entry.Key) is { } template && read(entry.Value!) is { } value)
                values[template] = value;
            else
                Problem($"{name}__{entry.Key}: '{entry.Value}' is not {allowed}, or '{entry.Key}' is no template.");
        }

        return values;
    }

    /// <summary>Templates by name or number, with commas between them.</summary>
    public IReadOnlyCollection<int> Templates(string name, string about) =>
        [
            .. Words(name, "templates by name or number, as 9,10", about, p => MailTemplate.Parse(p) is not null)
                .Select(p => MailTemplate.Parse(p)!.Value),
        ];

    /// <summary>One of some words, in any case.</summary>
    /// <returns>As it is spelt in <paramref name="words"/>.</returns>
    public string Choice(string name, string @default, IReadOnlyList<string> words, string about)
    {
        var allowed = $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
        var text = Text(name, @default, allowed, about, given => Spelling(given) is not null);
        return Spelling(text)!;

        string? Spelling(string given) =>
            words.FirstOrDefault(word => word.Equals(given, StringComparison.OrdinalIgnoreCase));
    }

    public T Choice<T>(string name, T @default, string about)
        where T : struct, Enum => Enum.Parse<T>(Choice(name, @default.ToString(), Enum.GetNames<T>(), about));

    public double Number(string name, double @default, double least, double most, string unit, string about)
    {
        var allowed = string.Create(CultureInfo.InvariantCulture, $"{unit}, {least} to {most}");
        return double.Parse(
            Text(
                name,
                @default.ToString(CultureInfo.InvariantCulture),
                allowed,
                about,
                text =>
                    double.TryParse(text, CultureInfo.InvariantCulture, out var number)
                    && number >= least
                    && number <= most
            ),
            CultureInfo.InvariantCulture
        );
    }

    public IPAddress Address(string name, string @default, string about) =>
        IPAddress.Parse(Text(name, @default, "an IP address", about, text => IPAddress.TryParse(text, out _)));

    /// <summary>Words with commas between them.</summary>
    public IReadOnlyList<string> Words(string name, string allowed, string about, Func<string, bool>? isAllowed = null)
    {
        return Parts(Text(name, "", allowed, about, given => isAllowed is null || Parts(given).All(isAllowed)));
    }

    private static string[] Parts(string given) =>
        given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // An empty variable is how a compose file says "not set".
    private string? Raw(string name) =>
        configuration[name.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value ? value : null;
}
