namespace MailDispatcher.Web.Access;

/// <summary>Who looks at the page, as far as it matters.</summary>
/// <param name="Name">Under which they act; null for somebody who has not shown a token.</param>
/// <param name="HasSession">Logged in by a browser, so that they can log out.</param>
/// <param name="MayAct">Logged in as an operator: the page's forms are theirs.</param>
/// <param name="CanLogIn">There is a token to log in with.</param>
public sealed record Viewer(string? Name, bool HasSession, bool MayAct, bool CanLogIn);
