namespace MailDispatcher.Web.View;

/// <summary>A mail that was found.</summary>
/// <param name="State">As in <see cref="MailView.State"/>.</param>
public sealed record MailHit(Guid Id, string Template, string State, DateTimeOffset Arrived, DateTimeOffset Deadline);
