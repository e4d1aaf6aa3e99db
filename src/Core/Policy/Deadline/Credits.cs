namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The credits that a plan can spend: those left today and those of each later day.</summary>
/// <param name="TailDays">For how many days the last day of a plan stands.</param>
internal readonly record struct Credits(int Today, int ADay, int TailDays)
{
    /// <summary>The credits of the days a..b at <c>[a * days + b]</c>, a &lt;= b; the rest is not used.</summary>
    public double[] Slack(int days)
    {
        var slack = new double[days * days];
        for (var a = 0; a < days; a++)
            for (var b = a; b < days; b++)
            {
                double later = b - a + (a == 0 ? 0 : 1) + (b == days - 1 ? TailDays - 1 : 0);
                slack[a * days + b] = (a == 0 ? Today : 0) + later * ADay;
            }
        return slack;
    }
}
