using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Outcomes;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Intake;

/// <summary>
/// What an app was told of one of its mails, read from the journal's first record, one reading at a time: any instance
/// can, and nothing more is kept in memory.
/// </summary>
/// <param name="Outcomes">Oldest first.</param>
/// <param name="IsWhole">False when reading was given up before the end.</param>
internal sealed record OutcomeHistory(IReadOnlyList<MailOutcome> Outcomes, bool IsWhole)
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    public static async Task<OutcomeHistory> ReadAsync(
        BrokerConnection broker,
        string stream,
        Guid mail,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new List<MailOutcome>();
        var fold = new OutcomeFold();
        var count = 0L;
        await OneAtATime.WaitAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MailTimeline.LongestRead);
        try
        {
            await JournalReader.ReadAsync(
                broker,
                stream,
                entry =>
                {
                    if (fold.Apply(entry, count++, 0) is { Outcome: var told } && told.Mail == mail)
                        outcomes.Add(told);
                },
                limit.Token
            );
            return new OutcomeHistory(outcomes, IsWhole: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The reader may still be at it.
            return new OutcomeHistory([.. outcomes.ToArray()], IsWhole: false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
