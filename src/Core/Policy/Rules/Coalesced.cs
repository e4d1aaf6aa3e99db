namespace MailDispatcher.Core.Policy.Rules;

/// <summary>Several mails that become one.</summary>
/// <param name="Kept">The one that is sent for all: the soonest.</param>
/// <param name="Absorbed">The others, which are settled with it; never empty.</param>
public sealed record Coalesced(Guid Kept, IReadOnlyList<Guid> Absorbed);
