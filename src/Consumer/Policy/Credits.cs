namespace MailDispatcher.Consumer.Policy;

/// <summary>The credits that a plan can spend: those left today and those of each later day.</summary>
internal readonly record struct Credits(int Today, int ADay)
{
    /// <summary>The credits of the days a..b at <c>[a * days + b]</c>, a &lt;= b; the rest is not used.</summary>
    public double[] Slack(int days)
    {
        var slack = new double[days * days];
        for (var a = 0; a < days; a++)
            for (var b = a; b < days; b++)
                slack[a * days + b] = a == 0 ? Today + (double)ADay * b : (double)ADay * (b - a + 1);
        return slack;
    }
}
