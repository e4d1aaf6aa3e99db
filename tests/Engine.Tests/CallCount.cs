namespace MailDispatcher.Engine.Tests;

/// <summary>Counts the calls of the provider from the moment that their attempt is stored.</summary>
internal sealed class CallCount : ICheckpoints
{
    private int _begun;

    public int Begun => Volatile.Read(ref _begun);

    public void Pass(Checkpoint point)
    {
        if (point == Checkpoint.AttemptJournalled)
            Interlocked.Increment(ref _begun);
    }
}
