using MailDispatcher.Client.Outbox;
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

    private bool IsPostgres => context.Database.ProviderName == "Npgsql.EntityFrameworkCore.PostgreSQL";

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
            var publishing = new OutboxPublishing(publisher, _time, MailRequestCodecOptions.Default, ExpireAsync);
            var result = await publishing.PublishAsync(
                rows.ConvertAll(Row),
                await ElsewhereAsync(rows, cancellationToken),
                cancellationToken
            );
            var byNumber = rows.ToDictionary(row => row.Number);
            foreach (var number in result.Done)
                context.Remove(byNumber[number]);
            foreach (var (number, problem) in result.Kept)
            {
                byNumber[number].Problem = problem;
                Log.Kept(logger, number, problem);
            }

            await context.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            meter.Relayed("published", result.Published);
            meter.Relayed("expired", result.Expired);
            meter.Relayed("problem", result.Kept.Count);
            return result.Failure is null
                ? rows.Count == settings.Value.Batch && result.Done.Count + result.Kept.Count > 0
                : throw result.Failure;
        });
    }

    private static OutboxRow Row(OutboxMail mail) => new(mail.Number, mail.Body, mail.Created);

    // Only PostgreSQL leaves locked rows out; elsewhere the oldest rows are all there are.
    private async Task<List<OutboxRow>> ElsewhereAsync(List<OutboxMail> rows, CancellationToken cancellationToken)
    {
        if (!IsPostgres)
            return [];
        var (mine, last) = (rows.ConvertAll(row => row.Number), rows[^1].Number);
        var others = await context
            .Set<OutboxMail>()
            .AsNoTracking()
            .Where(row => row.Problem == null && row.Number < last && !mine.Contains(row.Number))
            .ToListAsync(cancellationToken);
        return others.ConvertAll(Row);
    }

    private async Task ExpireAsync(MailRequest request, CancellationToken cancellationToken)
    {
        var id = request.Id!.Value;
        Log.Expired(logger, id, request.Deadline);
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
        if (!IsPostgres)
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
