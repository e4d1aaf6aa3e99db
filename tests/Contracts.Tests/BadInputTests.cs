namespace MailDispatcher.Contracts.Tests;

/// <summary>Ten thousand damaged bodies: each is read or told with a reason, and none throws.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void Decode_TenThousandBadInputs_NeverThrows()
    {
        var (readable, unreadable) = (0, 0);
        foreach (var body in BadBodies.Take(10_000, seed: 20261125))
        {
            var decoded = MailRequestCodec.Decode(body, new MailRequestCodecOptions { Zone = TimeZoneInfo.Utc });
            Assert.NotEqual(Guid.Empty, MailId.OfDecoded(decoded, null, body));
            if (decoded is DecodedMail.Valid { Request: var request })
            {
                readable++;
                Assert.NotEmpty(request.ToString());
                Assert.Equal(MailRequestCodec.ContentHash(request), MailRequestCodec.ContentHash(Again(request)));
            }
            else
            {
                unreadable++;
                var refused = (DecodedMail.Unreadable)decoded;
                Assert.False(
                    string.IsNullOrWhiteSpace(refused.Field) || string.IsNullOrWhiteSpace(refused.Rule),
                    refused.Reason
                );
            }
        }

        // Both ends are reached, or the inputs prove nothing.
        Assert.InRange(readable, 100, 9_900);
        Assert.InRange(unreadable, 100, 9_900);
    }

    private static MailRequest Again(MailRequest request) =>
        Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(MailRequestCodec.Encode(request))).Request;
}
