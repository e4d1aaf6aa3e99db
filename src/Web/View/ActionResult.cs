namespace MailDispatcher.Web.View;

/// <param name="Words">What was done, or why not.</param>
public sealed record ActionResult(bool Done, string Words);
