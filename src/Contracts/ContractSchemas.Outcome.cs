using System.Text.Json.Nodes;

namespace MailDispatcher.Contracts;

/// <content>The outcome.</content>
public static partial class ContractSchemas
{
    public static string MailOutcome() =>
        new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "mail-outcome.schema.json",
            ["title"] = "Mail outcome",
            ["description"] =
                "A CloudEvent (1.0, structured JSON) that tells an app what became of its mail. At least once: the "
                + "same event has the same id.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["specversion"] = new JsonObject { ["const"] = "1.0" },
                ["id"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
                ["source"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
                ["type"] = new JsonObject
                {
                    ["description"] = "A newer dispatcher may tell of more kinds: pass over what you do not know.",
                    ["anyOf"] = new JsonArray(
                        new JsonObject
                        {
                            ["enum"] = new JsonArray([
                                .. Enum.GetValues<MailOutcomeKind>()
                                    .Select(k => (JsonNode)(MailOutcomeCodec.TypePrefix + MailOutcomeNames.Of(k))),
                            ]),
                        },
                        new JsonObject { ["type"] = "string", ["pattern"] = "^maildispatcher\\.mail\\." }
                    ),
                },
                ["subject"] = new JsonObject
                {
                    ["type"] = "string",
                    ["format"] = "uuid",
                    ["description"] = "The mail id.",
                },
                ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                ["datacontenttype"] = new JsonObject { ["const"] = "application/json" },
                ["data"] = Object(OutcomeFields(), Wire.Template),
            },
            ["required"] = new JsonArray("specversion", "id", "source", "type", "subject", "time", "data"),
        }.ToJsonString(Indented) + "\n";

    private static JsonObject OutcomeFields() =>
        new()
        {
            [Wire.App] = new JsonObject { ["type"] = "string" },
            [Wire.Ref] = new JsonObject { ["type"] = "string" },
            [Wire.Data] = new JsonObject(),
            [Wire.Template] = new JsonObject { ["type"] = "integer", ["description"] = "0 for a cancel request." },
            [Wire.Deadline] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            ["expected"] = new JsonObject
            {
                ["type"] = "string",
                ["format"] = "date-time",
                ["description"] = "When it will be sent, as far as anyone can tell.",
            },
            ["reason"] = new JsonObject { ["type"] = "string" },
            ["field"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = "Of a parked one: the field that breaks a rule.",
            },
            ["by"] = new JsonObject
            {
                ["type"] = "string",
                ["format"] = "uuid",
                ["description"] = "The request that superseded, cancelled or took it along.",
            },
            ["unknown_fields"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string" },
            },
        };
}
