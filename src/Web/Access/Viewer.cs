namespace MailDispatcher.Web.Access;

/// <summary>Who looks at the page, as far as it matters.</summary>
/// <param name="MayRead">From this machine, or with the token.</param>
/// <param name="Operator">The name under which they act; null for somebody who has not shown the token.</param>
/// <param name="FormToken">Proves that a form came from a page of theirs; null for a caller without a browser's session.</param>
/// <param name="CanLogIn">There is a token to log in with.</param>
public sealed record Viewer(bool MayRead, string? Operator, string? FormToken, bool CanLogIn);
