using System.Collections.Concurrent;
using System.Diagnostics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>
/// The connections to the relay. One that has just carried a mail carries the next; one that idles is closed before a
/// relay would. Safe for concurrent use.
/// </summary>
internal sealed class SmtpConnections : IDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(10);

    private readonly SmtpOptions _options;
    private readonly ConcurrentStack<(SmtpConnection Connection, long Since)> _idle = new();
    private readonly Timer _closing;

    public SmtpConnections(SmtpOptions options)
    {
        _options = options;
        // Real time: it is the relay's patience.
        _closing = new Timer(_ => CloseIdle());
    }

    /// <summary>Does something over a connection.</summary>
    /// <param name="request">The mail that goes; null for none.</param>
    /// <returns>What came of it by the relay's own words; accepted, or null where no mail went.</returns>
    public async Task<SendOutcome?> UseAsync(
        Func<SmtpConnection, CancellationToken, Task> work,
        MailRequest? request,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        for (var used = Take(); ; used = null)
        {
            var connection = used ?? new SmtpConnection(_options);
            connection.Dialogue.Begin();
            var thrown = await TryAsync(connection, work, limit.Token);
            // It may have ended while it idled: then nothing was said, or the goodbye.
            var hadEnded =
                used is not null
                && thrown is not (null or OperationCanceledException)
                && !connection.Dialogue.MayBeTaken
                && connection.Dialogue.Refusal is null or { Code: 421 };
            if (thrown is null)
                Keep(connection);
            else
                connection.Dispose();
            if (thrown is not null)
                cancellationToken.ThrowIfCancellationRequested();
            if (!hadEnded)
                return thrown is null && request is null ? null : SmtpOutcomes.Of(connection.Dialogue, thrown, request);
        }
    }

    public void Dispose()
    {
        _closing.Dispose();
        while (_idle.TryPop(out var idle))
            idle.Connection.Dispose();
    }

    private static async Task<Exception?> TryAsync(
        SmtpConnection connection,
        Func<SmtpConnection, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!connection.IsOpen)
                await connection.OpenAsync(cancellationToken);
            await work(connection, cancellationToken);
            return null;
        }
        catch (Exception e) when (SmtpOutcomes.IsOfTheWay(e))
        {
            return e;
        }
    }

    private SmtpConnection? Take()
    {
        while (_idle.TryPop(out var idle))
        {
            if (idle.Connection.IsOpen && Stopwatch.GetElapsedTime(idle.Since) < LongestIdle)
                return idle.Connection;
            idle.Connection.Dispose();
        }

        return null;
    }

    private void Keep(SmtpConnection connection)
    {
        _idle.Push((connection, Stopwatch.GetTimestamp()));
        _closing.Change(LongestIdle, Timeout.InfiniteTimeSpan);
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var idle))
            _ = idle.Connection.CloseAsync(_options.Timeout);
    }
}
