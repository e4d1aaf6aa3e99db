using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// What the journal tells of one mail, read from the stream's start when somebody asks: memory keeps only where a mail
/// stands, not how it came there.
/// </summary>
/// <param name="Events">Oldest first.</param>
/// <param name="IsWhole">False when reading was given up before the end of the stream.</param>
public sealed record MailTimeline(IReadOnlyList<JournalEvent.OfMail> Events, bool IsWhole)
{
    /// <summary>A stream of 100,000 events is read in one to three seconds.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    /// <exception cref="Core.Ports.SessionLostException">The broker is gone, or refuses.</exception>
    public static async Task<MailTimeline> ReadAsync(
        BrokerConnection broker,
        string stream,
        Guid mail,
        CancellationToken cancellationToken
    )
    {
        var events = new List<JournalEvent.OfMail>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestRead);
        try
        {
            await JournalReader.ReadAsync(
                broker,
                stream,
                entry =>
                {
                    if (entry is JournalEvent.Attempted { Asked: { } asked } && asked.Mail == mail)
                        events.Add(asked);
                    if (entry is JournalEvent.OfMail of && of.Mail == mail)
                        events.Add(of);
                },
                limit.Token
            );
            return new MailTimeline(events, IsWhole: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The reader may still be at it.
            return new MailTimeline([.. events.ToArray()], IsWhole: false);
        }
    }
}
