using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page.Dashboard;

/// <summary>How many mails wait in each cell of the matrix, and how many of them will miss their deadlines.</summary>
public sealed class WaitingCounts
{
    private readonly Dictionary<(string Urgency, string Due), (int All, int Misses)> _cells;

    private WaitingCounts(Dictionary<(string Urgency, string Due), (int All, int Misses)> cells) => _cells = cells;

    public static WaitingCounts Of(OpsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new(
            snapshot
                .Waiting.GroupBy(row => (UrgencyBand.Of(row.Urgency).Key, DueBand.Of(row.Deadline - snapshot.At).Key))
                .ToDictionary(cell => cell.Key, cell => (cell.Count(), cell.Count(row => row.Misses == true)))
        );
    }

    /// <summary>One cell's, or the sum of a row, of a column or of all.</summary>
    public (int All, int Misses) Of(WaitingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _cells
            .Where(cell =>
                (filter.Urgency ?? cell.Key.Urgency) == cell.Key.Urgency && (filter.Due ?? cell.Key.Due) == cell.Key.Due
            )
            .Select(cell => cell.Value)
            .Aggregate((All: 0, Misses: 0), (sum, cell) => (sum.All + cell.All, sum.Misses + cell.Misses));
    }
}
