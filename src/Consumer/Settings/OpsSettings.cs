using System.Net;
using MailDispatcher.Contracts;
using MailDispatcher.Settings;
using MailDispatcher.Web.Access;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Where the daemon answers for people and machines.</summary>
internal sealed record OpsSettings
{
    private const int ShortestToken = 16;

    /// <summary>What the account is called; empty for whoever runs one alone.</summary>
    public required string Account { get; init; }

    public required IPAddress Listen { get; init; }

    public required int Port { get; init; }

    /// <summary>The one token that everybody may share; null: there is none.</summary>
    public string? Token { get; init; }

    /// <summary>All that let somebody in; none: nobody may act, or read from elsewhere.</summary>
    public required IReadOnlyList<AccessToken> Tokens { get; init; }

    internal static OpsSettings Read(SettingsReader reader)
    {
        var token = ReadToken(reader);
        return new OpsSettings
        {
            Token = token,
            Tokens =
            [
                .. token is null ? [] : new[] { new AccessToken(null, AccessRole.Operator, token) },
                .. Named(reader),
            ],
            Account = reader.Text(
                "Ops__Account",
                "",
                "a word of letters, digits, - and _, at most 50",
                "What this account is called on the page and in the metrics (label account), for whoever runs several.",
                given => given.Length == 0 || MailRequestRules.IsAppName(given)
            ),
            Listen = reader.Address(
                "Ops__Listen",
                "127.0.0.1",
                "Address of the page and the metrics; 0.0.0.0 inside a container."
            ),
            Port = reader.Whole(
                "Ops__Port",
                5000,
                0,
                65_535,
                "port",
                "Port of the page and the metrics; 0 takes a free one."
            ),
        };
    }

    private static IEnumerable<AccessToken> Named(SettingsReader reader)
    {
        foreach (
            var (name, value) in reader.SecretsByName(
                "Ops__Tokens",
                "role:token",
                "A token of a person's or a program's own: Ops__Tokens__olga=operator:TOKEN, "
                    + "Ops__Tokens__grafana=reader:TOKEN."
            )
        )
        {
            var parts = value.Split(':', 2);
            if (
                parts.Length == 2
                && Enum.TryParse<AccessRole>(parts[0], ignoreCase: true, out var role)
                && Enum.IsDefined(role)
                && parts[1].Length >= ShortestToken
            )
                yield return new AccessToken(name, role, parts[1]);
            else
                reader.Problem(
                    $"Ops__Tokens__{name}: write it as reader:TOKEN or operator:TOKEN, with at least "
                        + $"{ShortestToken} characters of token."
                );
        }
    }

    private static string? ReadToken(SettingsReader reader)
    {
        var token = reader
            .SecretOrFile(
                "Ops__Token",
                "Needed to act on the page (pause, resume, run now, parked mail), and to read it from another machine.",
                "Ops__TokenFile",
                "ops-token",
                "that token"
            )
            ?.Value;
        if (token?.Length < ShortestToken)
            reader.Problem($"Ops__Token: give at least {ShortestToken} characters, say from 'openssl rand -hex 24'.");
        return token;
    }
}
