using System.Security.Cryptography;
using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Settings;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Which apps may ask for mails over HTTP.</summary>
internal sealed record IntakeSettings
{
    private const int ShortestToken = 16;
    private const string HashPrefix = "sha256:";

    /// <summary>None: there is no HTTP intake.</summary>
    public required IReadOnlyList<IntakeApp> Apps { get; init; }

    /// <summary>What each app may ask, 1 or more.</summary>
    public required int RequestsPerMinute { get; init; }

    internal static IntakeSettings Read(SettingsReader reader) =>
        new()
        {
            Apps =
            [
                .. reader
                    .SecretsByName(
                        "Intake__Apps",
                        "sha256:HASH, or a file",
                        "An app that may ask for mails over HTTP, by its name: the SHA-256 of its token in hex, as "
                            + "sha256:HASH, or a file that holds the token. None: there is no HTTP intake."
                    )
                    .Select(given => AppOf(reader, given.Name, given.Value))
                    .OfType<IntakeApp>(),
            ],
            RequestsPerMinute = reader.Whole(
                "Intake__RequestsPerMinute",
                600,
                1,
                1_000_000,
                "requests",
                "How many requests each app may make over HTTP in a minute."
            ),
        };

    private static IntakeApp? AppOf(SettingsReader reader, string name, string value)
    {
        if (!MailRequestRules.IsAppName(name))
            reader.Problem($"Intake__Apps__{name}: an app's name is one word of letters, digits, - and _.");
        else if (value.StartsWith(HashPrefix, StringComparison.Ordinal))
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            var hex = value.AsSpan(HashPrefix.Length);
            if (
                hex.Length == 2 * hash.Length
                && Convert.FromHexString(hex, hash, out _, out _) == System.Buffers.OperationStatus.Done
            )
                return new IntakeApp(name, hash);
            reader.Problem(
                $"Intake__Apps__{name}: give 64 hexadecimal digits after sha256:, as 'printf %s TOKEN | sha256sum' "
                    + "shows them."
            );
        }
        else
            return FromFile(reader, name, value);

        return null;
    }

    private static IntakeApp? FromFile(SettingsReader reader, string name, string file)
    {
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: >= ShortestToken } token)
                return new IntakeApp(name, SHA256.HashData(Encoding.UTF8.GetBytes(token)));
            reader.Problem($"Intake__Apps__{name}: the file holds fewer than {ShortestToken} characters of token.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Not its name: somebody may have written the token there.
            reader.Problem(
                $"Intake__Apps__{name}: can't read that file ({e.GetType().Name}); write sha256:HASH, or a file "
                    + "that holds the token."
            );
        }

        return null;
    }
}
