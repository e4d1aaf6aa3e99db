using MailDispatcher.TestKit;
using Npgsql;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary><c>consumer relay</c> as a process of its own, and the table that it reads.</summary>
internal static class Relay
{
    public static readonly string Schema = Path.Combine(RepositoryRoot.Path, "contracts", "outbox.sql");

    public static ProgramUnderTest Start(PostgresNode postgres, Uri broker, int port, params string[] arguments) =>
        ProgramUnderTest.Start(
            "consumer",
            ["relay", "--postgres", postgres.Url, .. arguments],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = broker.ToString(),
                ["Relay__Port"] = $"{port}",
                ["Relay__PollSeconds"] = "1",
                ["Log__Format"] = "text",
            }
        );

    /// <summary>Runs until the outbox is empty.</summary>
    public static async Task OnceAsync(PostgresNode postgres, Uri broker)
    {
        await using var relay = Start(postgres, broker, FreePort.Next(), "--once");
        Assert.True(await relay.WaitForExitAsync() == 0, relay.Output);
    }

    public static async Task<NpgsqlConnection> OpenAsync(PostgresNode postgres)
    {
        var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ReadAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task InsertAsync(NpgsqlConnection connection, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            await using var command = new NpgsqlCommand("INSERT INTO mail_outbox (body) VALUES ($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = body });
            await command.ExecuteNonQueryAsync();
        }
    }
}
