using System.Threading.Channels;

namespace MailDispatcher.Consumer.Webhooks;

/// <summary>
/// Ends a pause before its time. Any number may ask at once, and one try answers them all; asked before the pause
/// begins, it ends at once. Safe for concurrent use, with one who waits.
/// </summary>
internal sealed class RetrySignal
{
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Ask() => _asked.Writer.TryWrite(true);

    /// <summary>Until the time has passed, somebody asks for another try, or all ends. Never throws.</summary>
    public async Task PauseAsync(TimeSpan pause, CancellationToken ending)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ending);
        limit.CancelAfter(pause);
        try
        {
            await _asked.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller looks.
        }
    }
}
