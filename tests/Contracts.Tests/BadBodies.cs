using System.Text;

namespace MailDispatcher.Contracts.Tests;

/// <summary>
/// Bodies that went wrong in the ways that bodies go wrong: cut, doubled, mistyped, misspelt, of other encodings.
/// </summary>
internal static class BadBodies
{
    private static readonly string[] Good =
    [
        """{"template":7,"recipient":{"name":"Ana","email":"ana@example.com"},"mail_params":{"mentor_name":"Cauã","mentoring_datetime":"2026-12-01 10:00:00-03:00","mentored_name":"Rui","mentor_id":null,"mentored_id":"5"}}""",
        """{"id":"0192d2a0-0000-7000-8000-000000000001","template":50,"recipient":{"email":"p1@example.com"},"params":{"A":1,"B":["x",{"C":null}]},"deadline":"2026-12-29T10:00:00Z","topic":"order-1","version":3}""",
        """{"cancel":true,"topic":"order-1","recipient":{"email":"p1@example.com"}}""",
        """{"template":50,"recipient":{"email":"p1@example.com"},"params":{},"deadline":"2026-12-29T10:00:00Z","not_before":"2026-12-28T10:00:00Z","app":"shop","ref":"77","data":{"a":1},"cc":[{"email":"b@example.com"}],"bcc":[],"attachments":[{"url":"https://example.com/a"}],"reply_to":{"email":"r@example.com"},"sender":{"email":"s@example.com"},"strict":false,"published_at":"2026-11-25T10:00:00.123456789Z"}""",
    ];

    private static readonly string[] Values =
    [
        "null",
        "true",
        "\"\"",
        "0",
        "-1",
        "7",
        "7.0",
        "7.5",
        "1e400",
        "99999999999999999999",
        "[]",
        "{}",
        "[1]",
        "\"\\ud800\"",
        "\"x\\u0000y\"",
        "\"2026-12-01T10:00:00\"",
        "\"2026-02-30T10:00:00Z\"",
        "\"a@b\"",
        "\"ana@exämple.de\"",
        "{\"email\":\"a@example.com\"}",
        "{\"email\":7}",
        "[{\"email\":\"a@example.com\"}]",
        "[{\"url\":\"ftp://x\"}]",
        "{\"a\":1,\"a\":2}",
        "\"0001-01-01T00:00:00+14:00\"",
        "\" \"",
    ];

    private static readonly string[] Names =
    [
        "id",
        "template",
        "recipient",
        "mail_params",
        "deadline",
        "topic",
        "version",
        "cancel",
        "params",
        "published_at",
        "app",
        "ref",
        "data",
        "not_before",
        "reply_to",
        "cc",
        "bcc",
        "attachments",
        "sender",
        "strict",
        "dedline",
        "",
        "name",
        "email",
        "\\ud800",
        "mentoring_datetime",
        "mentor_id",
    ];

    public static IEnumerable<byte[]> Take(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
            yield return One(random);
    }

    private static byte[] One(Random random)
    {
        var body = Good[random.Next(Good.Length)];
        for (var changes = random.Next(0, 3); changes > 0; changes--)
            body = Change(body, random);
        var bytes = Encoding.UTF8.GetBytes(body);
        switch (random.Next(8))
        {
            case 0 when bytes.Length > 1:
                return bytes[..random.Next(bytes.Length)];
            case 1 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 2 when random.Next(10) == 0:
                return Encoding.Unicode.GetBytes(body);
            default:
                return bytes;
        }
    }

    private static string Change(string body, Random random)
    {
        var name = Names[random.Next(Names.Length)];
        var value = Values[random.Next(Values.Length)];
        switch (random.Next(4))
        {
            case 0:
                return body.Length > 1 ? $"{{\"{name}\":{value},{body[1..]}" : body;
            case 1:
                return body.Replace($"\"{name}\":", $"\"{name}x\":", StringComparison.Ordinal);
            case 2:
                var from = random.Next(body.Length + 1);
                return body.Insert(from, "\"{},:\\[ "[random.Next(8)].ToString());
            default:
                // Another value for a field that is there.
                var at = body.IndexOf($"\"{name}\":", StringComparison.Ordinal);
                if (at < 0)
                    return body;
                var start = at + name.Length + 3;
                var end = body.IndexOfAny([',', '}'], start);
                return end < 0 ? body : string.Concat(body.AsSpan(0, start), value, body.AsSpan(end));
        }
    }
}
