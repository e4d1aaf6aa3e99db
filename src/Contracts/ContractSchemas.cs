using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MailDispatcher.Contracts;

/// <summary>
/// The JSON Schemas (2020-12) of the wire, made of the names and limits that reader and rules use. The files in
/// <c>contracts/</c> are this text; a test compares them, and throws ten thousand bodies at schema and reader.
/// </summary>
public static partial class ContractSchemas
{
    private const string TimePattern =
        "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,30})?)? "
        + "?([Zz]|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?( UTC)?)(\\[[A-Za-z0-9_/+-]{1,64}\\])?\\s*$";

    private const string AddressPattern = "^\\s*[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@\\S+\\s*$";
    private const string UuidPattern =
        "^\\s*([Uu][Rr][Nn]:[Uu][Uu][Ii][Dd]:)?\\s*[{(]?[0-9A-Fa-f]{8}-?"
        + "[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}[)}]?\\s*$";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string MailRequest() =>
        new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "mail-request.schema.json",
            ["title"] = "Mail request",
            ["description"] =
                "What a host app publishes. Null and absent are the same. A field that is not listed is named in "
                + "the outcome, or refused with strict.",
            ["type"] = "object",
            ["properties"] = RequestFields(),
            ["required"] = new JsonArray(Wire.Recipient),
            ["allOf"] = new JsonArray(
                // A cancel request needs its recipient alone; a topic narrows it.
                When(
                    Const(Wire.Cancel, true),
                    new JsonObject
                    {
                        ["properties"] = new JsonObject
                        {
                            [Wire.Topic] = new JsonObject { ["not"] = new JsonObject { ["type"] = "null" } },
                        },
                    },
                    otherwise: When(
                        new JsonObject
                        {
                            ["properties"] = new JsonObject
                            {
                                [Wire.Template] = new JsonObject
                                {
                                    ["enum"] = new JsonArray([
                                        .. MailTemplate.Names.Keys.Order().Select(n => (JsonNode)n),
                                    ]),
                                },
                            },
                        },
                        Needs(Wire.Template, Wire.MailParams),
                        otherwise: Needs(Wire.Template, Wire.Params)
                    )
                ),
                When(
                    Const(Wire.Strict, true),
                    new JsonObject
                    {
                        ["propertyNames"] = new JsonObject
                        {
                            ["enum"] = new JsonArray([.. RequestFields().Select(f => (JsonNode)f.Key)]),
                        },
                    }
                )
            ),
            ["$defs"] = new JsonObject
            {
                ["time"] = new JsonObject
                {
                    ["type"] = "string",
                    ["pattern"] = TimePattern,
                    ["description"] =
                        "RFC 3339 and the forms of common libraries, 1970 to 2199. Without a zone only where the "
                        + "dispatcher is told one (Requests__Zone).",
                },
                ["person"] = Object(
                    new JsonObject
                    {
                        [Wire.Email] = new JsonObject
                        {
                            ["type"] = "string",
                            ["pattern"] = AddressPattern,
                            ["description"] =
                                "ASCII before the @; an accented domain is taken. Blanks around it are cut.",
                        },
                        [Wire.Name] = Optional(Text(MailRequestRules.MaxNameLength, null)),
                    },
                    Wire.Email
                ),
            },
        }.ToJsonString(Indented) + "\n";

    private static JsonObject RequestFields() =>
        new()
        {
            [Wire.Id] = Optional(
                Text(null, "The mail id, a UUID: the same id is sent once, however often it is published.", UuidPattern)
            ),
            [Wire.Template] = Optional(
                new JsonObject
                {
                    ["type"] = "integer",
                    ["minimum"] = int.MinValue,
                    ["maximum"] = int.MaxValue,
                    ["description"] =
                        "7, 9, 10, 11, 16 (filled from mail_params), or any other from 1 on (filled from params).",
                }
            ),
            [Wire.Recipient] = Ref("person"),
            [Wire.MailParams] = Optional(
                Object(
                    new JsonObject
                    {
                        [Wire.MentorName] = Text(MailRequestRules.MaxNameLength, null, "\\S"),
                        [Wire.MentoringStart] = Ref("time"),
                        [Wire.MentoredName] = Text(MailRequestRules.MaxNameLength, null, "\\S"),
                        [Wire.MentorId] = Optional(Key(MailRequestRules.MaxNameLength, null, mayBeEmpty: true)),
                        [Wire.MentoredId] = Optional(Key(MailRequestRules.MaxNameLength, null, mayBeEmpty: true)),
                    },
                    Wire.MentorName,
                    Wire.MentoringStart,
                    Wire.MentoredName
                )
            ),
            [Wire.Params] = Optional(
                new JsonObject
                {
                    ["type"] = "object",
                    ["description"] =
                        $"What the template is filled with, at most {MailRequestRules.MaxParamsBytes} bytes.",
                }
            ),
            [Wire.Deadline] = Optional(
                Ref(
                    "time",
                    "After this the mail is worthless and never sent. Default: the start of the mentoring, else what "
                        + "the dispatcher is told for the template (Dispatch__Deadlines__N), counted from "
                        + "published_at; a request that has none of these is parked."
                )
            ),
            [Wire.NotBefore] = Optional(Ref("time", "Not sent before; must be before the deadline.")),
            [Wire.Topic] = Optional(
                Key(
                    MailRequestRules.MaxTopicLength,
                    "What the mail is about: of several that wait for one recipient only the newest is sent."
                )
            ),
            [Wire.Version] = Optional(
                new JsonObject
                {
                    ["type"] = "integer",
                    ["minimum"] = long.MinValue,
                    ["maximum"] = long.MaxValue,
                    ["description"] = "Orders the mails of one topic; higher is newer.",
                }
            ),
            [Wire.PublishedAt] = Optional(
                Ref(
                    "time",
                    "When the app decided on the mail, to 100 ns: orders the mails of one topic that have no version."
                )
            ),
            [Wire.Cancel] = Optional(
                new JsonObject
                {
                    ["type"] = "boolean",
                    ["description"] =
                        "Sends nothing and withdraws what waits for the recipient: of the topic, or, with no topic "
                        + "at all, everything.",
                }
            ),
            [Wire.App] = Optional(
                Text(MailRequestRules.MaxAppLength, "The app's name: outcomes are told under it.", "^[A-Za-z0-9_-]+$")
            ),
            [Wire.Ref] = Optional(
                Key(MailRequestRules.MaxRefLength, "The app's own key, say order-77; told with every outcome.")
            ),
            [Wire.Data] = new JsonObject
            {
                ["description"] =
                    $"Any JSON of at most {MailRequestRules.MaxDataBytes} bytes; told with every outcome.",
            },
            [Wire.ReplyTo] = Optional(Ref("person")),
            [Wire.Sender] = Optional(Ref("person")),
            [Wire.Cc] = Optional(People("Each costs a credit of its own.")),
            [Wire.Bcc] = Optional(People("Each costs a credit of its own.")),
            [Wire.Attachments] = Optional(
                new JsonObject
                {
                    ["type"] = "array",
                    ["maxItems"] = MailRequestRules.MaxAttachments,
                    ["items"] = Object(
                        new JsonObject
                        {
                            [Wire.Url] = Text(
                                MailRequestRules.MaxUrlLength,
                                "The provider fetches it.",
                                "^[Hh][Tt][Tt][Pp][Ss]?://\\S+$"
                            ),
                            [Wire.Name] = Optional(Text(MailRequestRules.MaxNameLength, null)),
                        },
                        Wire.Url
                    ),
                }
            ),
            [Wire.Strict] = Optional(
                new JsonObject { ["type"] = "boolean", ["description"] = "Refuses fields that are not listed here." }
            ),
        };
}
