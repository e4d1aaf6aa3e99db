namespace MailDispatcher.Web.Intake;

/// <summary>A host app that may ask for mails over HTTP.</summary>
/// <param name="Name">One word; outcomes are told under it.</param>
/// <param name="TokenHash">SHA-256 of its token in UTF-8; the token itself is kept nowhere.</param>
public sealed record IntakeApp(string Name, ReadOnlyMemory<byte> TokenHash);
