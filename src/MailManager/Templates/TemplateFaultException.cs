namespace MailDispatcher.MailManager.Templates;

/// <summary>A template is missing or can't be filled; the message holds nothing of a person.</summary>
internal sealed class TemplateFaultException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
