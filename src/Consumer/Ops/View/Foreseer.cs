using MailDispatcher.Consumer.Dispatch;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Asks for the forecast of what waits now.</summary>
public sealed class Foreseer(DispatcherStatus status)
{
    /// <summary>Null while nothing is known of the waiting room or of the credits: a forecast on a guess is none.</summary>
    public Foresight? Foresee(DateTimeOffset now) => status.Memory is null || status.LookedAt is null || now < status.LookedAt
        ? null : null;
}
