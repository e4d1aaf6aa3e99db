using MailDispatcher.Client.Outbox;
using Npgsql;

namespace MailDispatcher.Consumer.Relay;

/// <summary>
/// The table <c>contracts/outbox.sql</c> in an app's PostgreSQL. Every statement has an end: <see cref="Patience"/>.
/// </summary>
/// <param name="table">As SQL writes it, quoted.</param>
internal sealed class OutboxTable(string table)
{
    /// <summary>What the trigger notifies.</summary>
    public const string Channel = "mail_outbox";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int OneBatch = 100;

    /// <summary>A new connection that hears of new rows.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(
        NpgsqlConnectionStringBuilder postgres,
        CancellationToken cancellationToken
    )
    {
        var seconds = (int)Patience.TotalSeconds;
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
            {
                ApplicationName = postgres.ApplicationName ?? "mail outbox relay",
                CommandTimeout = seconds,
                Timeout = seconds,
                CancellationTimeout = 2000,
                // A connection that broke is never taken again.
                Pooling = false,
            }.ConnectionString
        );
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var listen = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many rows wait, how old the oldest is by the database's clock, and how many wait for a
    /// person.</summary>
    public async Task<(long Waiting, TimeSpan Oldest, long Problems)> StandingAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT count(*) FILTER (WHERE problem IS NULL), count(problem),
              coalesce(extract(epoch FROM clock_timestamp() - min(created) FILTER (WHERE problem IS NULL)), 0)::float8
            FROM {table}
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(2))), reader.GetInt64(1));
    }

    /// <summary>The oldest rows that nobody else holds; they are ours until the transaction ends.</summary>
    public Task<List<OutboxRow>> TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(
            connection,
            $"SELECT number, body::text, created FROM {table} WHERE problem IS NULL ORDER BY number LIMIT {OneBatch} "
                + "FOR UPDATE SKIP LOCKED",
            [],
            cancellationToken
        );

    /// <summary>Rows older than the last of ours that another relay holds.</summary>
    public Task<List<OutboxRow>> ElsewhereAsync(
        NpgsqlConnection connection,
        List<OutboxRow> ours,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            connection,
            $"SELECT number, body::text, created FROM {table} WHERE problem IS NULL AND number < $1 "
                + "AND number <> ALL ($2)",
            [
                new NpgsqlParameter<long> { TypedValue = ours[^1].Number },
                new NpgsqlParameter<long[]> { TypedValue = [.. ours.Select(row => row.Number)] },
            ],
            cancellationToken
        );

    /// <summary>Deletes what is done, and writes beside what is kept why.</summary>
    public async Task SettleAsync(NpgsqlConnection connection, OutboxResult result)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (result.Done.Count > 0)
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand($"DELETE FROM {table} WHERE number = ANY ($1)")
                {
                    Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. result.Done] } },
                }
            );
        foreach (var (number, problem) in result.Kept)
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand($"UPDATE {table} SET problem = $2 WHERE number = $1")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = number },
                        new NpgsqlParameter<string> { TypedValue = problem },
                    },
                }
            );
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static async Task<List<OutboxRow>> ReadAsync(
        NpgsqlConnection connection,
        string sql,
        NpgsqlParameter[] parameters,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new OutboxRow(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return rows;
    }
}
