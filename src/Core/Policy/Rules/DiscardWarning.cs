namespace MailDispatcher.Core.Policy.Rules;

/// <summary>A warning that parked mail will be discarded.</summary>
/// <param name="CountedUntil">It speaks of all mail whose time began to count until then.</param>
/// <param name="DiscardAt">None of them is discarded before.</param>
public sealed record DiscardWarning(DateTimeOffset CountedUntil, DateTimeOffset DiscardAt);
