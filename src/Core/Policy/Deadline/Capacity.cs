namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>How many mails can leave within each span of periods.</summary>
/// <param name="Slack">For the periods a..b at <c>[a * Count + b]</c>, a &lt;= b; the rest is not used.</param>
internal sealed record Capacity(double[] Slack, int Count)
{
    public static Capacity Of(Credits credits, Horizon horizon) => new(credits.Slack(horizon.Lengths), horizon.Count);
}
