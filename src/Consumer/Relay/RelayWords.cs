using MailDispatcher.Client;
using Npgsql;

namespace MailDispatcher.Consumer.Relay;

/// <summary>What hinders the relay, in words that say what to do.</summary>
internal static class RelayWords
{
    /// <summary>A fault of database or broker, which may pass or be mended there.</summary>
    public static bool IsKnown(Exception failure) =>
        failure
            is NpgsqlException
                or NotConfirmedException
                or BrokerUnavailableException
                or QueueUnusableException
                or TimeoutException
                or IOException;

    public static string Of(Exception failure, string table) =>
        failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
                $"the database has no table {table}; make it by contracts/outbox.sql.",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn } refused =>
                $"{table} is not as in contracts/outbox.sql: {refused.MessageText}.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
                $"the account needs SELECT, UPDATE and DELETE on {table}: {refused.MessageText}.",
            PostgresException refused => $"the database says: {refused.MessageText}.",
            NpgsqlException => $"the database can't be reached: {failure.Message}",
            _ => failure.Message,
        };
}
