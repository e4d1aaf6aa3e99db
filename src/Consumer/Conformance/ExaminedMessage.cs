using System.Globalization;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Conformance;

/// <summary>What was found of one message.</summary>
/// <param name="Number">From 1, in the order in which they came.</param>
/// <param name="Request">Null when it can't be read.</param>
internal sealed record ExaminedMessage(int Number, Guid Mail, MailRequest? Request, IReadOnlyList<Finding> Findings)
{
    public bool IsWrong => Findings.Any(finding => finding.IsWrong);

    /// <summary>One line for the message, and one for each finding.</summary>
    public IEnumerable<string> Lines =>
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Number, 4} {(IsWrong ? "wrong" : "ok   ")} mail {Mail}, {What}"
            ),
            .. Findings.Select(finding => $"           {finding.Words}"),
        ];

    private string What =>
        Request switch
        {
            null => "unreadable",
            { Cancel: true } => "cancel request",
            { App: { } app } => $"{MailTemplate.NameOf(Request.Template)}, app {app}",
            _ => MailTemplate.NameOf(Request.Template),
        };
}
