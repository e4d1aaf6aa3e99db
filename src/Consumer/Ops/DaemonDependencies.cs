using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops;

/// <summary>What a host of this program may put in another's place; the deployed one takes the real ones.</summary>
/// <param name="Clock">Tells the time to all that asks for it.</param>
/// <param name="Checkpoints">Told of the moments that matter to a promise.</param>
internal sealed record DaemonDependencies(TimeProvider Clock, ICheckpoints Checkpoints)
{
    public static DaemonDependencies Real { get; } = new(TimeProvider.System, ICheckpoints.Unwatched);
}
