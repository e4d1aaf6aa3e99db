using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using MailDispatcher.TestKit;

namespace MailDispatcher.Contracts.Tests;

/// <summary>The files in <c>contracts/</c> say what the reader does.</summary>
public sealed partial class ContractFileTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "contracts");

    [Theory]
    [InlineData("mail-request.schema.json")]
    [InlineData("mail-outcome.schema.json")]
    public void Schema_OfTheWire_IsTheFile(string name)
    {
        var made = name.StartsWith("mail-request", StringComparison.Ordinal)
            ? ContractSchemas.MailRequest()
            : ContractSchemas.MailOutcome();
        var file = Path.Combine(Folder, name);
        // CONTRACTS_WRITE=1 writes the files anew.
        if (Environment.GetEnvironmentVariable("CONTRACTS_WRITE") == "1")
            File.WriteAllText(file, made);
        Assert.Equal(made, File.ReadAllText(file));
    }

    // Whether the dispatcher knows a deadline for a template, no schema can say.
    private static readonly MailRequestCodecOptions Publishers = new() { DeadlineMayBeMissing = true };

    [Fact]
    public void Schema_AndReader_AgreeOnTenThousandBodies()
    {
        var schema = JsonSchema.FromText(ContractSchemas.MailRequest());
        var (agreedGood, agreedBad) = (0, 0);
        var disagreements = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var body in BadBodies.Take(10_000, seed: 20261126))
        {
            if (Parse(body) is not { } json)
                continue;
            var reason = (MailRequestCodec.Decode(body, Publishers) as DecodedMail.Unreadable)?.Reason;
            var fits = Fits(schema, json);
            if (fits && reason is null)
                agreedGood++;
            else if (!fits && reason is not null)
                agreedBad++;
            else
            {
                var name = fits
                    ? $"only the reader refuses: {reason}"
                    : $"only the schema refuses: {System.Text.Encoding.UTF8.GetString(body)}";
                disagreements[name] = disagreements.GetValueOrDefault(name) + 1;
            }
        }

        Assert.True(agreedGood > 500 && agreedBad > 500, $"{agreedGood} good, {agreedBad} bad");
        Assert.Equal([], disagreements.Keys.Where(name => !BeyondASchema().IsMatch(name)));
    }

    [Fact]
    public void Schema_OfOutcomes_FitsWhatIsWritten()
    {
        var schema = JsonSchema.FromText(ContractSchemas.MailOutcome());
        foreach (var kind in Enum.GetValues<MailOutcomeKind>())
        {
            var outcome = new MailOutcome
            {
                EventId = "17",
                Mail = Guid.NewGuid(),
                Kind = kind,
                At = new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero),
                App = "shop",
                Ref = "order-77",
                Template = 50,
                Data = JsonDocument.Parse("[1]").RootElement,
                Deadline = DateTimeOffset.UnixEpoch,
                Expected = DateTimeOffset.UnixEpoch,
                Reason = "r",
                Field = "f",
                By = Guid.NewGuid(),
                UnknownFields = ["dedline"],
            };
            var body = MailOutcomeCodec.Encode(outcome);
            Assert.True(schema.Evaluate(JsonDocument.Parse(body).RootElement).IsValid);
            var read = MailOutcomeCodec.Decode(body);
            Assert.Equal(
                outcome with
                {
                    Data = null,
                    UnknownFields = null,
                },
                read! with
                {
                    Data = null,
                    UnknownFields = null,
                }
            );
            Assert.Equal($"shop.{MailOutcomeNames.Of(kind)}.50", outcome.RoutingKey);
        }
    }

    [Fact]
    public void Outcome_OfAnyBytes_IsReadOrPassedOver()
    {
        foreach (var body in BadBodies.Take(2_000, seed: 7))
            Assert.Null(MailOutcomeCodec.Decode(body));
        Assert.Null(
            MailOutcomeCodec.Decode(
                """{"type":"maildispatcher.mail.opened","id":"1","subject":"0192d2a0-0000-7000-8000-000000000001","time":"2026-11-25T10:00:00Z","data":{"template":1}}"""u8
            )
        );
    }

    // A validator that reads text as text can't hold half a character, nor numbers beyond its own.
    private static bool Fits(JsonSchema schema, JsonElement json)
    {
        try
        {
            return schema.Evaluate(json).IsValid;
        }
        catch (Exception e)
            when (e is InvalidOperationException or FormatException or ArgumentException or JsonException)
        {
            return false;
        }
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What no schema can say: what stands twice, calendars, bytes, order of two fields, the spelling of domains and
    // web addresses, numbers like 1e400.
    [GeneratedRegex(
        "only the reader refuses: .*(twice|Unicode|UTF-8|larger than|not a time|outside the years|must be before the deadline|not a mail address|control characters|longer than 254|unknown, and strict|template: give the number|not a UUID|neither text nor a whole number|an absolute https address)"
    )]
    private static partial Regex BeyondASchema();
}
