namespace MailDispatcher.Publisher.Settings;

/// <summary>Arguments or variables that can't be used: each problem a sentence that says what to set.</summary>
internal sealed class InvalidSettingsException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
