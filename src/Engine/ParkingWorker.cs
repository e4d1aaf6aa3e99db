using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>
/// Moves messages to the parked queue beside the loop, a few at a time. When that queue can't be had, what should go
/// there stays in hand and is tried again; nothing else waits for it.
/// </summary>
internal sealed class ParkingWorker(IParkedQueue queue, Action<LoopInput> post)
{
    private const int AtOnce = 64;

    // Real time: it is the broker that is given time.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    private readonly Queue<Parking> _waiting = new();
    private int _running;

    /// <summary>On their way, or to be tried again.</summary>
    public int Count => _waiting.Count + _running;

    /// <summary>Those that could not be stored so far.</summary>
    public int Failed { get; private set; }

    public void Add(Parking parking)
    {
        _waiting.Enqueue(parking);
        Start();
    }

    /// <summary>Notes that one ended, well or not.</summary>
    public void Ended(Parking parking, bool stored)
    {
        _running--;
        Failed = stored ? 0 : Failed + 1;
        if (!stored)
            _waiting.Enqueue(parking);
        Start();
    }

    private void Start()
    {
        while (_running < AtOnce && _waiting.TryDequeue(out var next))
        {
            _running++;
            _ = Task.Run(() => StoreAsync(next, Failed > 0));
        }
    }

    private async Task StoreAsync(Parking parking, bool afterAPause)
    {
        try
        {
            if (afterAPause)
                await Task.Delay(TryAgainAfter);
            await queue.ParkAsync(parking.Delivery, parking.Note);
            post(new LoopInput.Stored(parking));
        }
        catch (SessionLostException e)
        {
            post(new LoopInput.NotStored(parking, e.Message));
        }
        catch (Exception e)
        {
            post(new LoopInput.Broken(e));
        }
    }
}
