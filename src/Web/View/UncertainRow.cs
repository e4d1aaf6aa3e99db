namespace MailDispatcher.Web.View;

/// <summary>A mail with an attempt of which nobody knows whether it was taken.</summary>
/// <param name="Since">The first attempt of that kind.</param>
/// <param name="Step">What happens next about it, in words.</param>
public sealed record UncertainRow(Guid Id, DateTimeOffset Since, DateTimeOffset Deadline, string? Reason, string Step);
