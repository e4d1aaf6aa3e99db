using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MailDispatcher.Contracts;
using MailDispatcher.Crash.Tests.Harness;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// Messages as broken and hostile publishers send them, the same for the same seed. Names hold <see cref="Marker"/>,
/// which may reach the provider and the queues, and nothing else.
/// </summary>
internal sealed class BadInput(int seed, DateTimeOffset now)
{
    public const string Marker = "Zyxwvut";

    private static readonly string[] Fields =
    [
        "id",
        "mail_params",
        "recipient",
        "template",
        "deadline",
        "topic",
        "version",
        "cancel",
        "params",
    ];
    private static readonly string[] Injections =
    [
        "\r\nBcc: victim@example.org",
        "\n",
        "\r",
        "\0",
        "\u0085",
        "\u2028",
        "\u001b[2J",
        "\"><script>alert(1)</script>",
        "{{params.X}}",
        "\\r\\n",
        "%0d%0a",
    ];
    private static readonly string[] Dates =
    [
        "2026-13-45T10:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "now",
        "",
        "2026-11-21T10:00:00+99:00",
        "2199-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
        "21/11/2026",
        "2026-11-21",
    ];
    private static readonly string[] Addresses =
    [
        "",
        "@",
        "a@",
        "@b.c",
        "a b@example.com",
        "a@b@example.com",
        "<a@example.com>",
        "a@example.com, b@example.com",
        "\"a\"@example.com",
        "ä@example.com",
        "a@[127.0.0.1]",
        "a@example.com\r\nBcc: b@example.org",
        "a@-example.com",
    ];

    private readonly Random _random = new(seed);

    public IEnumerable<TestMail> Take(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var body = Body(number);
            var messageId = MessageId(number);
            var decoded = MailRequestCodec.Decode(body);
            var request = (decoded as DecodedMail.Valid)?.Request;
            yield return new TestMail(MailId.OfDecoded(decoded, messageId, body), body)
            {
                MessageId = messageId,
                Deadline = request is { Cancel: false } ? request.Deadline : null,
                Priority = (byte)_random.Next(256),
                Tricks = _random.Next(4) == 0 ? Trick : null,
            };
        }
    }

    private byte[] Body(int number)
    {
        var mail = Sound(number);
        switch (_random.Next(16))
        {
            case 0:
                var noise = new byte[_random.Next(300)];
                _random.NextBytes(noise);
                return noise;
            case 1:
                return Bytes(mail)[.._random.Next(Bytes(mail).Length)];
            case 2:
                var flipped = Bytes(mail);
                flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
                return flipped;
            case 3:
                mail[Any(Fields)] = WrongType();
                return Bytes(mail);
            case 4:
                mail.Remove(Any(Fields));
                return Bytes(mail);
            case 5:
                return Encoding.UTF8.GetBytes(mail.ToJsonString()[..^1] + $",\"{Any(Fields)}\":1}}");
            case 6:
                var depth = _random.Next(1, 3000);
                return Encoding.UTF8.GetBytes(
                    mail.ToJsonString()[..^1] + ",\"params\":" + new string('[', depth) + new string(']', depth) + "}"
                );
            case 7:
                mail["recipient"]!["name"] = new string('x', _random.Next(10) == 0 ? 300_000 : _random.Next(2000));
                return Bytes(mail);
            case 8:
                mail[_random.Next(2) == 0 ? "deadline" : "topic"] = Any(Dates);
                mail["mail_params"]!["mentoring_datetime"] = Any(Dates);
                return Bytes(mail);
            case 9:
                mail["recipient"]!["name"] = $"{Marker}{Any(Injections)}{number}";
                if (_random.Next(2) == 0)
                    mail["mail_params"]!["mentor_name"] = $"{Marker}{Any(Injections)}";
                return Bytes(mail);
            case 10:
                mail["recipient"]!["email"] = Any(Addresses);
                return Bytes(mail);
            case 11:
                return Encoding.UTF8.GetBytes(
                    mail.ToJsonString()[..^1] + ",\"params\":{\"X\":\"\\ud800\",\"\\udc00\":1}}"
                );
            case 12:
                mail["template"] = JsonNode.Parse(Any("-1", "0", "2147483648", "1e40", "1.5", "7.0", "\"7\""));
                mail["params"] = new JsonObject
                {
                    ["HTML"] = Any(Injections),
                    ["DEEP"] = new JsonArray(new JsonObject { ["a"] = Any(Injections) }),
                };
                return Bytes(mail);
            case 13:
                (mail["cancel"], mail["version"]) = (_random.Next(2) == 0, _random.Next(-3, 3));
                mail["topic"] = Any("", "mentoring-1", "mentoring-2", new string('t', 300), "a\r\nb");
                return Bytes(mail);
            case 14:
                return Any(Encoding.Unicode, Encoding.UTF32, Encoding.Latin1, Encoding.BigEndianUnicode)
                    .GetBytes("\uFEFF" + mail.ToJsonString());
            default:
                return Encoding.UTF8.GetBytes(
                    Any(
                        "null",
                        "[]",
                        "{}",
                        "\"text\"",
                        "123",
                        "",
                        " ",
                        mail.ToJsonString(),
                        $"\u00a0{mail.ToJsonString()}"
                    )
                );
        }
    }

    private JsonObject Sound(int number) =>
        new()
        {
            ["id"] = _random.Next(3) == 0 ? null : Id().ToString(_random.Next(2) == 0 ? "D" : "N"),
            ["template"] = Any(7, 9, 10, 11, 16),
            ["recipient"] = new JsonObject
            {
                ["name"] = $"{Marker} {number}",
                ["email"] = $"{Marker}{number}@example.com",
            },
            ["mail_params"] = new JsonObject
            {
                ["mentor_name"] = Marker,
                ["mentored_name"] = $"{Marker} 😀 Ação",
                ["mentoring_datetime"] =
                    now.AddHours(_random.Next(-100, 2000)).ToString("O", CultureInfo.InvariantCulture)[..19]
                    + Any("", "Z", "Z", "+03:00"),
            },
        };

    // The kit's own ids hold bits that no seed decides.
    private Guid Id()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private JsonNode? WrongType() =>
        _random.Next(6) switch
        {
            0 => null,
            1 => true,
            2 => 1e300,
            3 => Marker,
            4 => new JsonArray(1, "2", null),
            _ => new JsonObject { [Marker] = Marker },
        };

    private string? MessageId(int number) =>
        _random.Next(6) switch
        {
            0 => null,
            1 => "",
            2 => new string('m', 255),
            3 => $"order {number}\r\n\t\u0001",
            4 => Guid.Empty.ToString(),
            _ => $"message-{number}",
        };

    private void Trick(BasicProperties properties)
    {
        properties.Timestamp = new AmqpTimestamp(
            Any(0L, -1L, 1L, 4_102_444_800L, 1_763_700_000_000L, long.MaxValue, long.MinValue)
        );
        properties.ContentType = Any("text/html", "", "application/json; charset=utf-16");
        properties.ContentEncoding = Any("gzip", "", "utf-7");
        properties.ReplyTo =
            properties.CorrelationId =
            properties.Type =
            properties.AppId =
            properties.ClusterId =
                new string('r', _random.Next(255));
        object?[] values =
        [
            1,
            -1L,
            true,
            null,
            1.5,
            1.5m,
            "text",
            new byte[] { 0, 255 },
            new List<object?> { 1, "2", null },
            Nested(50),
        ];
        properties.Headers = new Dictionary<string, object?>
        {
            ["x-released-parking"] = Any<object?>(1, "1", "-1", "99999999999", null, Nested(3)),
            ["x-parked-number"] = Any<object?>(values),
            ["x-mail-id"] = Any<object?>(values),
            ["traceparent"] = Any<object?>("00-0-0-00", values[_random.Next(values.Length)]),
            [new string('h', _random.Next(1, 255))] = Any<object?>(values),
            ["BCC"] = new List<object?> { "nowhere" },
        };
    }

    public static Dictionary<string, object?> Nested(int levels) =>
        levels == 0 ? [] : new Dictionary<string, object?> { ["n"] = Nested(levels - 1) };

    private T Any<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static byte[] Bytes(JsonObject mail) => Encoding.UTF8.GetBytes(mail.ToJsonString());
}
