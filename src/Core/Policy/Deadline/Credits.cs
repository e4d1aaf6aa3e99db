namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The credits that a plan can spend: those left today and those of each later day.</summary>
/// <param name="TailDays">For how many days the last period of a plan stands.</param>
internal readonly record struct Credits(int Today, int ADay, int TailDays)
{
    /// <summary>The credits of the periods a..b at <c>[a * count + b]</c>, a &lt;= b; the rest is not used.</summary>
    /// <param name="lengths">Days of each period, today's first.</param>
    public double[] Slack(ReadOnlySpan<int> lengths)
    {
        var count = lengths.Length;
        var slack = new double[count * count];
        for (var a = 0; a < count; a++)
        {
            var credits = 0.0;
            for (var b = a; b < count; b++)
            {
                credits += b == 0 ? Today : (double)(b == count - 1 ? TailDays : lengths[b]) * ADay;
                slack[a * count + b] = credits;
            }
        }
        return slack;
    }
}
