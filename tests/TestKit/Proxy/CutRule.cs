namespace MailDispatcher.TestKit.Proxy;

/// <summary>A cut that waits for its text; it cuts once.</summary>
internal sealed class CutRule(Direction direction, byte[] text, CutMoment moment)
{
    public const int LongestText = 1024;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public Direction Direction => direction;

    public CutMoment Moment => moment;

    public int Length => text.Length;

    public Task Done => _done.Task;

    public bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf(text) >= 0;

    /// <summary>True for the one connection that may cut.</summary>
    public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;

    public void Tell() => _done.TrySetResult();
}
