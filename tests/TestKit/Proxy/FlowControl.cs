namespace MailDispatcher.TestKit.Proxy;

/// <summary>Lets bytes through, or makes them wait.</summary>
internal sealed class FlowControl
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Direction _closed;

    public void Close(Direction direction)
    {
        lock (_lock)
            _closed |= direction;
    }

    public void Open()
    {
        lock (_lock)
        {
            _closed = Direction.None;
            _opened.SetResult();
            _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task PassAsync(Direction direction, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                if (!_closed.HasFlag(direction))
                    return;
                opened = _opened.Task;
            }

            await opened.WaitAsync(cancellationToken);
        }
    }
}
