using System.Text.Json.Nodes;

namespace MailDispatcher.Contracts;

public static partial class ContractSchemas
{
    private static JsonObject Ref(string name, string? description = null) =>
        Described(new JsonObject { ["$ref"] = $"#/$defs/{name}" }, description);

    private static JsonObject Text(int? longest, string? description, string? pattern = null)
    {
        var text = new JsonObject { ["type"] = "string" };
        if (longest is { } most)
            text["maxLength"] = most;
        if (pattern is not null)
            text["pattern"] = pattern;
        return Described(text, description);
    }

    private static JsonObject Key(int longest, string? description, bool mayBeEmpty = false) =>
        Described(
            new JsonObject
            {
                ["type"] = new JsonArray("string", "integer"),
                ["minLength"] = mayBeEmpty ? 0 : 1,
                ["maxLength"] = longest,
            },
            description
        );

    private static JsonObject Object(JsonObject properties, params string[] required) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
        };

    private static JsonObject People(string description) =>
        Described(
            new JsonObject
            {
                ["type"] = "array",
                ["maxItems"] = MailRequestRules.MaxCopies,
                ["items"] = Ref("person"),
            },
            description
        );

    private static JsonObject Optional(JsonObject schema)
    {
        if (schema["type"] is JsonValue one && one.TryGetValue(out string? type))
            schema["type"] = new JsonArray(type, "null");
        else if (schema["type"] is JsonArray many)
            many.Add("null");
        else
            return Described(
                new JsonObject
                {
                    ["anyOf"] = new JsonArray(Without(schema, "description"), new JsonObject { ["type"] = "null" }),
                },
                (string?)schema["description"]
            );
        return schema;
    }

    private static JsonObject Without(JsonObject schema, string name)
    {
        var copy = (JsonObject)schema.DeepClone();
        copy.Remove(name);
        return copy;
    }

    private static JsonObject Described(JsonObject schema, string? description)
    {
        if (description is not null)
            schema["description"] = description;
        return schema;
    }

    private static JsonObject Const(string name, bool value) =>
        new()
        {
            ["properties"] = new JsonObject { [name] = new JsonObject { ["const"] = value } },
            ["required"] = new JsonArray(name),
        };

    private static JsonObject Needs(params string[] names) =>
        new()
        {
            ["properties"] = new JsonObject(
                names.Select(name =>
                    KeyValuePair.Create(
                        name,
                        (JsonNode?)new JsonObject { ["not"] = new JsonObject { ["type"] = "null" } }
                    )
                )
            ),
            ["required"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
        };

    private static JsonObject When(JsonObject condition, JsonObject then, JsonObject? otherwise = null)
    {
        var rule = new JsonObject { ["if"] = condition, ["then"] = then };
        if (otherwise is not null)
            rule["else"] = otherwise;
        return rule;
    }
}
