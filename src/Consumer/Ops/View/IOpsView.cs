namespace MailDispatcher.Consumer.Ops.View;

/// <summary>What there is to see.</summary>
public interface IOpsView
{
    /// <summary>The state of now, at most a second old; worked out only when somebody asks.</summary>
    Task<OpsSnapshot> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>One mail; null when neither the waiting room nor the journal knows it.</summary>
    Task<MailView?> FindAsync(Guid mail, CancellationToken cancellationToken);
}
