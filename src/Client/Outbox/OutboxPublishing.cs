using System.Text;
using MailDispatcher.Contracts;

namespace MailDispatcher.Client.Outbox;

/// <summary>
/// Publishes the rows of an outbox, whatever database they stand in, those to one person in their order. Whoever calls
/// it holds the rows locked, and deletes those that are done in the same transaction: should it die in between, they
/// are published again under the same ids, which are sent once.
/// </summary>
/// <param name="wire">What the reader of requests is told.</param>
/// <param name="onExpired">Told of each mail whose deadline has passed, which then needs no publishing. Null: it is
/// published all the same, for the dispatcher to tell its app.</param>
internal sealed class OutboxPublishing(
    IMailPublisher publisher,
    TimeProvider time,
    MailRequestCodecOptions wire,
    Func<MailRequest, CancellationToken, Task>? onExpired
)
{
    /// <param name="rows">In the order of their numbers.</param>
    /// <param name="elsewhere">Older rows that another relay holds: what goes to the same people waits for
    /// them.</param>
    public async Task<OutboxResult> PublishAsync(
        IReadOnlyList<OutboxRow> rows,
        IReadOnlyList<OutboxRow> elsewhere,
        CancellationToken cancellationToken
    )
    {
        var held = elsewhere
            .Select(row => (Decode(row) as DecodedMail.Valid)?.Request.Recipient.Email)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var result = new OutboxResult();
        // What goes to one person is published one by one: side by side, a reconnect would mix it up.
        var last = new Dictionary<string, Task<bool>>(StringComparer.OrdinalIgnoreCase);
        var started = new List<(OutboxRow Row, Task<bool> Publish)>(rows.Count);
        foreach (var row in rows)
        {
            var decoded = Decode(row);
            if (Problem(decoded) is { } problem)
                result.Kept.Add((row.Number, problem));
            else if (decoded is DecodedMail.Valid { Request: var request } && !held.Contains(request.Recipient.Email))
            {
                var person = request.Recipient.Email;
                var publish = PublishAsync(row, request, last.GetValueOrDefault(person), cancellationToken);
                last[person] = publish;
                started.Add((row, publish));
            }
        }

        foreach (var (row, publish) in started)
        {
            try
            {
                if (await publish)
                    result.Published++;
                else
                    result.Expired++;
                result.Done.Add(row.Number);
            }
            catch (ArgumentException e)
            {
                result.Kept.Add((row.Number, e.Message));
            }
            catch (Exception e)
                when (e
                        is NotConfirmedException
                            or BrokerUnavailableException
                            or QueueUnusableException
                            or OperationCanceledException
                )
            {
                result.Failure ??= e;
            }
        }

        return result;
    }

    // False: it expired.
    private async Task<bool> PublishAsync(
        OutboxRow row,
        MailRequest request,
        Task<bool>? before,
        CancellationToken cancellationToken
    )
    {
        // When the one before waits on, so does this one; one that can't be published holds nobody up.
        if (before is not null)
        {
            await Task.WhenAny(before);
            if (before is { IsCompletedSuccessfully: false, Exception: not { InnerException: ArgumentException } })
                await before;
        }

        if (onExpired is not null && MailRequestRules.FirstProblem(request, time.GetUtcNow()) is not null)
        {
            await onExpired(request, cancellationToken);
            return false;
        }

        await publisher.PublishAsync(
            request with
            {
                PublishedAt = request.PublishedAt ?? row.Created,
            },
            cancellationToken
        );
        return true;
    }

    private static string? Problem(DecodedMail decoded) =>
        decoded switch
        {
            DecodedMail.Unreadable { Reason: var reason } => reason,
            DecodedMail.Valid { UnknownFields: [var unknown, ..] } => $"{unknown}: unknown field",
            DecodedMail.Valid { Request.Id: null } => "id: required in an outbox, where a row may be published twice",
            _ => null,
        };

    private DecodedMail Decode(OutboxRow row) =>
        MailRequestCodec.Decode(
            Encoding.UTF8.GetBytes(row.Body),
            wire with
            {
                DeadlineMayBeMissing = true,
            },
            row.Created
        );
}
