namespace MailDispatcher.Core.Reports;

/// <summary>What became of a template's mails on a day.</summary>
/// <param name="Template">Its name.</param>
public sealed record TemplateTally(string Template, int Sent, int Missed);
