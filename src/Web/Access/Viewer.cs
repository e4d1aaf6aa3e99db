namespace MailDispatcher.Web.Access;

/// <summary>Who looks at the page, as far as it matters.</summary>
/// <param name="Name">Under which they act; null for somebody who has not shown a token.</param>
/// <param name="HasSession">Logged in by a browser, so that they can log out.</param>
/// <param name="FormToken">Proves that a form came from a page of theirs; null for whoever may not act.</param>
/// <param name="CanLogIn">There is a token to log in with.</param>
public sealed record Viewer(string? Name, bool HasSession, string? FormToken, bool CanLogIn);
