namespace MailDispatcher.Web.View;

/// <summary>Which of the waiting mails: the matrix's cells, as values of a link.</summary>
/// <param name="Urgency">One of <see cref="UrgencyBand.All"/> by key; null for all.</param>
/// <param name="Due">One of <see cref="DueBand.All"/> by key; null for all.</param>
/// <param name="MissesOnly">Only those that are forecast to miss.</param>
public sealed record WaitingFilter(string? Urgency = null, string? Due = null, bool MissesOnly = false)
{
    public IEnumerable<WaitingRow> Of(OpsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Waiting.Where(row =>
            (Urgency is null || UrgencyBand.Of(row.Urgency).Key == Urgency)
            && (Due is null || DueBand.Of(row.Deadline - snapshot.At).Key == Due)
            && (!MissesOnly || row.Misses == true)
        );
    }
}
