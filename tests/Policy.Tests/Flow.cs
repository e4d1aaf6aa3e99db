namespace MailDispatcher.Policy.Tests;

/// <summary>
/// A small general solver: the greatest flow from mails over periods and nested windows, path by path.
/// </summary>
internal static class Flow
{
    /// <summary>Whether all mails, each with its first and last period, can leave under all windows at once.</summary>
    public static bool Fits(
        IReadOnlyList<(int First, int Last)> mails,
        IReadOnlyList<(int First, int Last, double Mails)> windows,
        int periods
    )
    {
        // Nodes: source, mails, periods, windows from small to large, sink. A window's credits are the edge that leaves
        // it.
        var nested = windows.OrderBy(w => w.Last - w.First).ToArray();
        var (firstPeriod, firstWindow) = (1 + mails.Count, 1 + mails.Count + periods);
        var sink = firstWindow + nested.Length;
        var left = new double[sink + 1, sink + 1];
        for (var m = 0; m < mails.Count; m++)
        {
            left[0, 1 + m] = 1;
            for (var p = mails[m].First; p <= mails[m].Last; p++)
                left[1 + m, firstPeriod + p] = 1;
        }
        for (var p = 0; p < periods; p++)
            left[firstPeriod + p, firstWindow + Array.FindIndex(nested, w => w.First <= p && p <= w.Last)] =
                double.MaxValue;
        for (var w = 0; w < nested.Length; w++)
        {
            var (first, last, credits) = nested[w];
            var outer = Array.FindIndex(nested, w + 1, o => o.First <= first && last <= o.Last);
            left[firstWindow + w, outer < 0 ? sink : firstWindow + outer] = credits;
        }
        var flow = 0;
        while (Push(left, sink, 0, new bool[sink + 1]))
            flow++;
        return flow == mails.Count;
    }

    private static bool Push(double[,] left, int sink, int node, bool[] seen)
    {
        if (node == sink)
            return true;
        seen[node] = true;
        for (var next = 0; next <= sink; next++)
        {
            if (seen[next] || left[node, next] < 1 || !Push(left, sink, next, seen))
                continue;
            left[node, next]--;
            left[next, node]++;
            return true;
        }
        return false;
    }
}
