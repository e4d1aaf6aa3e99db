using System.Text.Json;
using System.Text.Json.Nodes;
using MailDispatcher.Sandbox.Api.Sending;
using NJsonSchema;

namespace MailDispatcher.Sandbox.Tests;

/// <summary>
/// The hand-written rules against Brevo's published schema, read strictly: whatever it refuses, they refuse.
/// </summary>
public sealed class SendSchemaTests
{
    private const string OwnContent = """
        {"sender":{"email":"a@example.com","name":"A"},"to":[{"email":"b@example.com","name":"B"}],"cc":[{"email":"c@example.com"}],
         "bcc":[{"email":"d@example.com"}],"replyTo":{"email":"e@example.com"},"subject":"S","htmlContent":"<p>H</p>","textContent":"T",
         "params":{"A":"1"},"headers":{"X-A":"1"},"tags":["mail-1"],"attachment":[{"content":"aGk=","name":"a.pdf"}],
         "scheduledAt":"2026-11-22T15:00:00Z","batchId":"5c6cfa04-eed9-42c2-8b5c-6d470d978e9d"}
        """;

    private const string OfATemplate = """
        {"templateId":7,"sender":{"id":1},"attachment":[{"url":"https://example.com/a.pdf"}],
         "messageVersions":[{"to":[{"email":"b@example.com","name":"B"}],"cc":[{"email":"c@example.com"}],"bcc":[{"email":"d@example.com"}],
         "replyTo":{"email":"e@example.com"},"subject":"S","params":{"A":"1"},"htmlContent":"H","textContent":"T"}]}
        """;

    [Theory]
    [InlineData(OwnContent)]
    [InlineData(OfATemplate)]
    public async Task Rules_RefuseWhateverTheSchemaRefuses(string sound)
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(AppContext.BaseDirectory, "Data", "brevo-smtp-email.strict.schema.json"),
            TestContext.Current.CancellationToken
        );
        Assert.Empty(schema.Validate(sound));
        Assert.Null(Refusal(sound));

        var refused = 0;
        foreach (var mutant in Mutants(sound).Distinct())
        {
            if (schema.Validate(mutant).Count == 0)
                continue;
            refused++;
            Assert.True(Refusal(mutant) is not null, mutant);
        }

        Assert.True(refused > 100, $"{refused} mutants that the schema refuses");
    }

    private static string? Refusal(string request)
    {
        using var document = JsonDocument.Parse(request);
        return SendRules.FirstProblem(document.RootElement)?.Message;
    }

    /// <summary>The request with each of its parts left out, of every other kind, or with one field too many.</summary>
    private static IEnumerable<string> Mutants(string request)
    {
        var places = Places(JsonNode.Parse(request)!, []).ToList();
        foreach (var place in places)
        {
            foreach (
                var value in (string[])
                    ["null", "7", "true", "\"\"", "\"text\"", "[]", "{}", "[null]", "[\"text\"]", "{\"x\":7}"]
            )
                yield return Changed(request, place, (parent, key) => Set(parent, key, JsonNode.Parse(value)));
            yield return Changed(request, place, Remove);
            yield return Changed(request, place, (parent, key) => (Get(parent, key) as JsonObject)?.Add("unknown", 1));
        }

        var whole = JsonNode.Parse(request)!.AsObject();
        whole.Add("unknown", 1);
        yield return whole.ToJsonString();
    }

    private static IEnumerable<object[]> Places(JsonNode node, object[] path)
    {
        IEnumerable<(object Key, JsonNode? Child)> children = node switch
        {
            JsonObject o => o.Select(p => ((object)p.Key, p.Value)),
            JsonArray a => a.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (key, child) in children.ToList())
        {
            object[] here = [.. path, key];
            yield return here;
            if (child is null)
                continue;
            foreach (var deeper in Places(child, here))
                yield return deeper;
        }
    }

    private static string Changed(string request, object[] place, Action<JsonNode, object> change)
    {
        var root = JsonNode.Parse(request)!;
        var parent = place[..^1].Aggregate(root, (node, key) => Get(node, key)!);
        change(parent, place[^1]);
        return root.ToJsonString();
    }

    private static JsonNode? Get(JsonNode parent, object key) => key is int index ? parent[index] : parent[(string)key];

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is int index)
            parent[index] = value;
        else
            parent[(string)key] = value;
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is int index)
            parent.AsArray().RemoveAt(index);
        else
            parent.AsObject().Remove((string)key);
    }
}
