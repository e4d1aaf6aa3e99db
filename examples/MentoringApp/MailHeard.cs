using System.Globalization;
using MailDispatcher.Client.Outcomes;
using MailDispatcher.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MailDispatcher.MentoringApp;

/// <summary>Notes at the mentoring what became of its mail. Hearing the same twice changes nothing.</summary>
public sealed class MailHeard(MentoringDatabase database) : IMailOutcomeHandler
{
    public Task HandleAsync(MailOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var id = int.Parse(outcome.Ref ?? "0", CultureInfo.InvariantCulture);
        var heard = MailOutcomeNames.Of(outcome.Kind);
        return database
            .Mentorings.Where(m => m.Id == id)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Mail, heard), cancellationToken);
    }
}
