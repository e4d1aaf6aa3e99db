namespace MailDispatcher.Ops.Tests.Live;

/// <summary>One alert as it reached the webhook.</summary>
internal sealed record Notice
{
    /// <summary>The last part of the webhook's address: which of Alertmanager's receivers sent it.</summary>
    public required string Receiver { get; init; }

    public required string Authorization { get; init; }

    public required string Alert { get; init; }

    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    public required string Runbook { get; init; }
}
