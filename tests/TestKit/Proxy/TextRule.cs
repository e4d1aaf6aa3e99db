namespace MailDispatcher.TestKit.Proxy;

/// <summary>What happens when a text passes; it happens once.</summary>
/// <param name="cut">When the connection is cut; null to leave it open.</param>
/// <param name="stalled">The directions that stand still from the text on, the text included.</param>
internal sealed class TextRule(Direction direction, byte[] text, CutMoment? cut, Direction stalled)
{
    public const int LongestText = 1024;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public Direction Direction => direction;

    public CutMoment? Cut => cut;

    public Direction Stalled => stalled;

    public int Length => text.Length;

    public Task Done => _done.Task;

    public bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf(text) >= 0;

    /// <summary>True for the one connection on which it happens.</summary>
    public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;

    public void Tell() => _done.TrySetResult();
}
