using System.Text.RegularExpressions;

namespace MailDispatcher.Deploy.Tests.Compose;

/// <summary>
/// A service of the compose file without a container: a folder in the place of its root, with what it mounts in it.
/// Names of other services become addresses of this machine, and paths lead into the folder.
/// </summary>
internal sealed partial class Container
{
    private readonly Yaml _service;
    private readonly IReadOnlyDictionary<string, string> _places;

    private Container(Yaml service, string root, IReadOnlyDictionary<string, string> places) =>
        (_service, Root, _places) = (service, root, places);

    public string Root { get; }

    public IEnumerable<string> Command => _service["command"].Texts.Select(Here);

    public Dictionary<string, string?> Environment =>
        _service["environment"].Keys.ToDictionary(key => key, string? (key) => Here(_service["environment"][key].Text));

    /// <param name="folder">Holds the secrets and the volumes that services share.</param>
    /// <param name="places">What stands in files and settings, and what it is on this machine.</param>
    public static Container Of(Yaml file, string name, string folder, IReadOnlyDictionary<string, string> places)
    {
        var container = new Container(file[$"services.{name}"], Path.Combine(folder, "containers", name), places);
        foreach (var secret in container._service["secrets"].Items)
        {
            var source = secret["source"].Exists ? secret["source"].Text : secret.Text;
            container.Link(
                secret["target"].Exists ? secret["target"].Text : $"/run/secrets/{source}",
                Path.Combine(folder, "secrets", source)
            );
        }

        foreach (var mount in container._service["volumes"].Texts.Select(text => text.Split(':')))
        {
            if (!mount[0].StartsWith("./", StringComparison.Ordinal))
                container.Link(mount[1], Directory.CreateDirectory(Path.Combine(folder, "volumes", mount[0])).FullName);
            else
                File.WriteAllText(container.Within(mount[1]), container.Here(Repository.Read(mount[0][2..])));
        }

        return container;
    }

    /// <summary>A path or a text of the container, as it is here.</summary>
    public string Here(string text)
    {
        text = Variable()
            .Replace(text, match => _places.GetValueOrDefault(match.Groups[1].Value) ?? match.Groups[2].Value);
        foreach (var (there, here) in _places)
            text = text.Replace(there, here, StringComparison.Ordinal);
        return OwnPath().Replace(text, match => Root + match.Value);
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Within(path), target);

    private string Within(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root + path)!);
        return Root + path;
    }

    [GeneratedRegex(@"\$\{([A-Z_]+):-([^}]*)\}")]
    private static partial Regex Variable();

    /// <summary>The container's own paths, in a setting, an option or a file's text.</summary>
    [GeneratedRegex(@"(?<=^|[= ])/(run|definitions|etc|prometheus|alertmanager)\b")]
    private static partial Regex OwnPath();
}
