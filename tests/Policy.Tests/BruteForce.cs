namespace MailDispatcher.Policy.Tests;

/// <summary>
/// The best value by trying every way: each job on each of its days or on none. For a handful of jobs.
/// </summary>
internal static class BruteForce
{
    public static double BestValue(
        IReadOnlyList<(int First, int Last, double Value)> jobs,
        int[] capacity,
        int from = 0
    )
    {
        if (from == jobs.Count)
            return 0;
        var best = BestValue(jobs, capacity, from + 1);
        for (var day = jobs[from].First; day <= Math.Min(jobs[from].Last, capacity.Length - 1); day++)
        {
            if (capacity[day] == 0)
                continue;
            capacity[day]--;
            best = Math.Max(best, jobs[from].Value + BestValue(jobs, capacity, from + 1));
            capacity[day]++;
        }
        return best;
    }
}
