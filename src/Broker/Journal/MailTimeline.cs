using System.Diagnostics;
using System.Threading.Channels;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// What the journal tells of one mail, read from the stream's start when somebody asks: the memory keeps only where a
/// mail stands, not how it came there.
/// </summary>
/// <param name="Events">Oldest first.</param>
/// <param name="IsWhole">False when reading was given up before the end of the stream.</param>
public sealed record MailTimeline(IReadOnlyList<JournalEvent.OfMail> Events, bool IsWhole)
{
    /// <summary>A stream of 100,000 events is read in one to three seconds.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    // The stream ends where nothing more comes; the broker does not say so.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <param name="known">How many events the stream is known to hold at least, unless its oldest were dropped meanwhile.</param>
    /// <exception cref="BrokerLostException">The broker is gone, or refuses.</exception>
    public static async Task<MailTimeline> ReadAsync(
        BrokerConnection broker, string stream, Guid mail, long known, CancellationToken cancellationToken)
    {
        var entries = new List<JournalEvent.OfMail>();
        var started = Stopwatch.GetTimestamp();
        var records = Channel.CreateUnbounded<JournalEvent?>(new UnboundedChannelOptions { SingleReader = true });
        await using var follower = await JournalFollower.OpenAsync(
            broker, stream, (entry, _) => records.Writer.TryWrite(entry), cancellationToken);
        for (var read = 0L; read < known; read++)
        {
            var left = LongestRead - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return new MailTimeline(entries, IsWhole: false);
            var patience = read == 0 || left < Silence ? left : Silence;
            try
            {
                var entry = await records.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(patience, cancellationToken);
                if (entry is JournalEvent.OfMail of && of.Mail == mail) entries.Add(of);
            }
            catch (TimeoutException)
            {
                return new MailTimeline(entries, IsWhole: patience == Silence);
            }
        }

        return new MailTimeline(entries, IsWhole: true);
    }
}
