using System.Diagnostics;
using System.Threading.Channels;
using MailDispatcher.Consumer.Queue;

namespace MailDispatcher.Consumer.Journal;

/// <summary>
/// What the journal tells of one mail, read from the stream's start when somebody asks: the memory keeps only where a
/// mail stands, not how it came there.
/// </summary>
/// <param name="Facts">Oldest first.</param>
/// <param name="IsWhole">False when reading was given up before the end of the stream.</param>
public sealed record MailTimeline(IReadOnlyList<Fact.OfMail> Facts, bool IsWhole)
{
    /// <summary>A stream of 100,000 facts is read in one to three seconds.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    // The stream ends where nothing more comes; the broker does not say so.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <param name="known">How many facts the stream is known to hold at least, unless its oldest were dropped meanwhile.</param>
    /// <exception cref="BrokerLostException">The broker is gone, or refuses.</exception>
    public static async Task<MailTimeline> ReadAsync(
        BrokerConnection broker, string stream, Guid mail, long known, CancellationToken cancellationToken)
    {
        var facts = new List<Fact.OfMail>();
        var started = Stopwatch.GetTimestamp();
        var records = Channel.CreateUnbounded<Fact?>(new UnboundedChannelOptions { SingleReader = true });
        await using var follower = await JournalFollower.OpenAsync(
            broker, stream, (fact, _) => records.Writer.TryWrite(fact), cancellationToken);
        for (var read = 0L; read < known; read++)
        {
            var left = LongestRead - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return new MailTimeline(facts, IsWhole: false);
            var patience = read == 0 || left < Silence ? left : Silence;
            try
            {
                var fact = await records.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(patience, cancellationToken);
                if (fact is Fact.OfMail of && of.Mail == mail) facts.Add(of);
            }
            catch (TimeoutException)
            {
                return new MailTimeline(facts, IsWhole: patience == Silence);
            }
        }

        return new MailTimeline(facts, IsWhole: true);
    }
}
