using System.Text.RegularExpressions;
using MailDispatcher.Contracts;
using MailDispatcher.Settings;
using Npgsql;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Where the outbox is that <c>consumer relay</c> publishes.</summary>
internal sealed partial record RelaySettings
{
    /// <summary>The option that stands for <c>Relay__Postgres</c>.</summary>
    public const string AddressName = "Relay__Postgres";

    /// <summary>Null: none is set. It holds a secret.</summary>
    public required NpgsqlConnectionStringBuilder? Postgres { get; init; }

    /// <summary>As SQL writes it, quoted.</summary>
    public required string Table { get; init; }

    /// <summary>Stands in requests that name no app; null: nothing is added.</summary>
    public required string? App { get; init; }

    public required TimeSpan Poll { get; init; }

    /// <summary>Of the metrics.</summary>
    public required int Port { get; init; }

    internal static RelaySettings Read(SettingsReader reader)
    {
        var address = reader.Secret(
            [AddressName],
            "consumer relay: the app's database, postgresql://user:password@host:port/database or Npgsql's Host=...;..."
        );
        var kept = reader.SecretFile("Relay__PostgresFile", "relay-postgres", "that address");
        address ??= kept;
        NpgsqlConnectionStringBuilder? postgres = null;
        if (address is not null && (postgres = PostgresAddress.Parse(address)) is null)
            reader.Problem($"{AddressName}: no address; write postgresql://user:password@host:port/database.");
        var table = reader.Text(
            "Relay__Table",
            "mail_outbox",
            "a table's name, or schema.table",
            "consumer relay: the outbox in it.",
            text => Quoted(text) is not null
        );
        var app = reader.Text(
            "Relay__App",
            "",
            "one word of letters, digits, - and _",
            "consumer relay: stands in requests that name no app.",
            text => text.Length == 0 || MailRequestRules.IsAppName(text)
        );
        return new RelaySettings
        {
            Postgres = postgres,
            Table = Quoted(table)!,
            App = app.Length == 0 ? null : app,
            Poll = TimeSpan.FromSeconds(
                reader.Whole(
                    "Relay__PollSeconds",
                    5,
                    1,
                    3600,
                    "seconds",
                    "consumer relay: how often it looks by itself, should no notification reach it."
                )
            ),
            Port = reader.Whole(
                "Relay__Port",
                5001,
                0,
                65_535,
                "port",
                "consumer relay: port of its metrics and health, at Ops__Listen; 0 takes a free one."
            ),
        };
    }

    /// <summary>As SQL writes it; null for what is no table's name.</summary>
    private static string? Quoted(string name) =>
        TableName().IsMatch(name) ? string.Join('.', name.Split('.').Select(part => $"\"{part}\"")) : null;

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_$]{0,62}(\.[\p{L}_][\p{L}\p{Nd}_$]{0,62})?\z")]
    private static partial Regex TableName();
}
