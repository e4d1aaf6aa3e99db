namespace MailDispatcher.Core.Policy.Rules;

/// <summary>Several mails that become one.</summary>
/// <param name="Kept">
/// The one that is sent for all, the soonest, as it counts for them all: worth what they are worth together, since one
/// credit brings them all, and waiting for as long as the one that waits longest.
/// </param>
/// <param name="Absorbed">The others, which are settled with it; never empty.</param>
public sealed record Coalesced(WaitingMail Kept, IReadOnlyList<Guid> Absorbed)
{
    /// <param name="soonestFirst">Two or more.</param>
    internal static Coalesced Of(IReadOnlyList<WaitingMail> soonestFirst) =>
        new(
            soonestFirst[0] with
            {
                Value = soonestFirst.Sum(mail => mail.Value),
                Arrived = soonestFirst.Min(mail => mail.Arrived),
            },
            [.. soonestFirst.Skip(1).Select(mail => mail.Id)]
        );
}
