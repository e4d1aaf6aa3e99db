using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Provider;

/// <summary>One mail, ready to be attempted.</summary>
/// <param name="Id">The mail id; the provider gets it as the mail's tag, by which its event log is searched.</param>
/// <param name="IdempotencyKey">
/// The same for every attempt that may repeat an accepted one; a new one after an answer that was certainly a refusal,
/// because nothing published says whether a refused attempt uses up its key.
/// </param>
public sealed record OutgoingMail(Guid Id, Guid IdempotencyKey, MailRequest Request)
{
    /// <summary>The parameter that holds the list of the others' parameters.</summary>
    public const string AlongParameter = "COALESCED";

    /// <value>
    /// Requests of the same template to the same person that go along: their parameters become the list
    /// <see cref="AlongParameter"/>.
    /// </value>
    public IReadOnlyList<MailRequest> Along { get; init; } = [];
}
