namespace MailDispatcher.Settings;

/// <summary>Settings that can't be used. The message lists every one of them, each with what to set.</summary>
public sealed class InvalidSettingsException(IReadOnlyList<string> problems)
    : Exception("The settings can't be used:" + string.Concat(problems.Select(p => $"{Environment.NewLine}  - {p}")))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
