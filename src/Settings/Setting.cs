namespace MailDispatcher.Settings;

/// <summary>One setting as an operator sees it.</summary>
/// <param name="Name">The environment variable.</param>
/// <param name="Value">The value in force; a secret is masked.</param>
/// <param name="Default">What holds when it is not set; empty when it must be set.</param>
/// <param name="Allowed">Unit and range.</param>
public sealed record Setting(string Name, string Value, string Default, string Allowed, string About);
