namespace MailDispatcher.Web.Page.Days;

/// <summary>One piece of a stacked bar.</summary>
/// <param name="Name">The style sheet's class.</param>
/// <param name="Title">Said when somebody points at it.</param>
public sealed record HourBar(string Name, int X, double Y, int Width, double Height, string Title);
