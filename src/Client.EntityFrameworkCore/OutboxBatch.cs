using System.Text;
using MailDispatcher.Client.Outcomes;
using MailDispatcher.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>
/// Takes the oldest rows, publishes them, and deletes those that the broker has confirmed, in one transaction. Should
/// it die between confirm and commit, the rows are published again under the same ids, which are sent once. On
/// PostgreSQL two relays take different rows; elsewhere both may publish the same one, which is as harmless.
/// </summary>
internal sealed partial class OutboxBatch<TContext>(
    TContext context,
    IMailPublisher publisher,
    IEnumerable<IMailOutcomeHandler> handlers,
    OutboxMeter meter,
    IOptions<OutboxSettings> settings,
    ILogger<OutboxBatch<TContext>> logger,
    TimeProvider? time = null
)
    where TContext : DbContext
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <returns>True when there may be more at once.</returns>
    /// <exception cref="NotConfirmedException">The broker did not confirm all; what it did is deleted.</exception>
    public async Task<bool> RelayAsync(CancellationToken cancellationToken)
    {
        var strategy = context.Database.CreateExecutionStrategy();
        return await strategy.ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var rows = await OldestAsync(cancellationToken);
            meter.Oldest(rows is [var oldest, ..] ? _time.GetUtcNow() - oldest.Created : TimeSpan.Zero);
            if (rows.Count == 0)
                return false;
            // Started in their order, so that the one channel carries them in it.
            var publishes = rows.Select(row => RelayAsync(row, cancellationToken)).ToList();
            Exception? failure = null;
            for (var i = 0; i < rows.Count; i++)
            {
                try
                {
                    if (await publishes[i])
                        context.Remove(rows[i]);
                }
                catch (Exception e)
                    when (e is NotConfirmedException or BrokerUnavailableException or QueueUnusableException)
                {
                    failure ??= e;
                }
            }

            await context.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            return failure is null ? rows.Count == settings.Value.Batch : throw failure;
        });
    }

    // True: the row may go.
    private async Task<bool> RelayAsync(OutboxMail row, CancellationToken cancellationToken)
    {
        switch (MailRequestCodec.Decode(Encoding.UTF8.GetBytes(row.Body)))
        {
            case DecodedMail.Unreadable { Reason: var reason }:
                return Keep(row, reason);
            case DecodedMail.Valid { UnknownFields: [var unknown, ..] }:
                return Keep(row, $"{unknown}: unknown field");
            case DecodedMail.Valid { Request.Id: null }:
                return Keep(row, "id: required in an outbox, where a row may be published twice");
            case DecodedMail.Valid { Request: var request }
                when MailRequestRules.FirstProblem(request, _time.GetUtcNow()) is not null:
                await ExpireAsync(request, cancellationToken);
                return true;
            case DecodedMail.Valid { Request: var request }:
                await publisher.PublishAsync(
                    request with
                    {
                        PublishedAt = request.PublishedAt ?? row.Created,
                    },
                    cancellationToken
                );
                meter.Relayed("published");
                return true;
            default:
                throw new InvalidOperationException("A body that is neither valid nor unreadable.");
        }
    }

    private bool Keep(OutboxMail row, string problem)
    {
        row.Problem = problem;
        meter.Relayed("problem");
        Log.Kept(logger, row.Number, problem);
        return false;
    }

    private async Task ExpireAsync(MailRequest request, CancellationToken cancellationToken)
    {
        var id = request.Id!.Value;
        Log.Expired(logger, id, request.Deadline);
        meter.Relayed("expired");
        var outcome = new MailOutcome
        {
            EventId = $"{id}/outbox",
            Mail = id,
            Kind = MailOutcomeKind.Expired,
            At = _time.GetUtcNow(),
            App = request.App,
            Ref = request.Ref,
            Data = request.Data,
            Template = request.Template,
            Deadline = request.Deadline,
            Reason = "Its deadline passed before the outbox could be published.",
        };
        foreach (var handler in handlers)
            await handler.HandleAsync(outcome, cancellationToken);
    }

    private async Task<List<OutboxMail>> OldestAsync(CancellationToken cancellationToken)
    {
        var rows = context.Set<OutboxMail>();
        if (context.Database.ProviderName != "Npgsql.EntityFrameworkCore.PostgreSQL")
            return await rows.Where(row => row.Problem == null)
                .OrderBy(row => row.Number)
                .Take(settings.Value.Batch)
                .ToListAsync(cancellationToken);
        var entity = context.Model.FindEntityType(typeof(OutboxMail))!;
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        var name = context.GetService<ISqlGenerationHelper>().DelimitIdentifier(table.Name, table.Schema);
        var sql = $"SELECT * FROM {name} WHERE problem IS NULL ORDER BY number LIMIT {{0}} FOR UPDATE SKIP LOCKED";
        return await rows.FromSqlRaw(sql, settings.Value.Batch).ToListAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Row {Number} of the mail outbox can't be published and stays there: {Problem}."
        )]
        public static partial void Kept(ILogger logger, long number, string problem);

        [LoggerMessage(2, LogLevel.Warning, "Mail {MailId} expired in the outbox: its deadline was {Deadline:u}.")]
        public static partial void Expired(ILogger logger, Guid mailId, DateTimeOffset deadline);
    }
}
