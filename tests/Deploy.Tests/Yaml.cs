using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace MailDispatcher.Deploy.Tests;

/// <summary>A YAML document, read along a path of keys and positions. Merge keys and anchors are resolved.</summary>
internal sealed class Yaml
{
    private readonly object? _node;

    private Yaml(object? node) => _node = node;

    public static IReadOnlyList<Yaml> ReadAll(string path) => Parse(Repository.Read(path));

    public static IReadOnlyList<Yaml> Parse(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var deserializer = new DeserializerBuilder().Build();
        parser.Consume<StreamStart>();
        var documents = new List<Yaml>();
        while (parser.Accept<DocumentStart>(out _))
            documents.Add(new Yaml(deserializer.Deserialize<object?>(parser)));
        return documents;
    }

    public bool Exists => _node is not null;

    public string Text => _node as string ?? throw new InvalidOperationException("No text.");

    public IEnumerable<string> Keys => Map.Keys.Select(key => (string)key);

    /// <summary>Keys and texts of a map.</summary>
    public IEnumerable<(string Key, string? Text)> Pairs =>
        Map.Select(pair => ((string)pair.Key, pair.Value as string));

    public IEnumerable<Yaml> Items => _node is List<object?> list ? list.Select(item => new Yaml(item)) : [];

    public IEnumerable<string> Texts => Items.Select(item => item.Text);

    /// <summary>What stands at <c>a.b.c</c>; one that does not exist when nothing does.</summary>
    public Yaml this[string path] =>
        path.Split('.')
            .Aggregate(
                this,
                (node, key) =>
                    new Yaml(
                        node._node is Dictionary<object, object?> map && map.TryGetValue(key, out var value)
                            ? value
                            : null
                    )
            );

    private Dictionary<object, object?> Map => _node as Dictionary<object, object?> ?? [];
}
