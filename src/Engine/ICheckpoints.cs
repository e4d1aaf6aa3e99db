namespace MailDispatcher.Engine;

/// <summary>Told of each <see cref="Checkpoint"/> that a mail passes; the daemon has nobody who listens.</summary>
public interface ICheckpoints
{
    static ICheckpoints Unwatched { get; } = new Nobody();

    void Pass(Checkpoint point);

    private sealed class Nobody : ICheckpoints
    {
        public void Pass(Checkpoint point) { }
    }
}
