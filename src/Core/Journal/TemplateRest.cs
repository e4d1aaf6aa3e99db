namespace MailDispatcher.Core.Journal;

/// <summary>A template that the provider can't send: its mails wait, one of them tries now and then.</summary>
/// <param name="Since">The first refusal.</param>
/// <param name="Reason">What the provider said.</param>
/// <param name="Failures">How many tries in a row came to that.</param>
/// <param name="FailedAt">The last of them.</param>
/// <param name="ProbeAt">When the next mail tries.</param>
public sealed record TemplateRest(
    int Template,
    DateTimeOffset Since,
    string Reason,
    int Failures,
    DateTimeOffset FailedAt,
    DateTimeOffset ProbeAt
)
{
    internal static TemplateRest Of(JournalEvent.TemplateFault fault, TemplateRest? before) =>
        new(
            fault.Template,
            before?.Since ?? fault.At,
            fault.Reason,
            fault.Failures,
            fault.At,
            fault.ProbeAt ?? fault.At
        );
}
