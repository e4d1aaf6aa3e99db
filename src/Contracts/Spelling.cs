namespace MailDispatcher.Contracts;

/// <summary>Finds the name that was meant by one that nobody knows.</summary>
internal static class Spelling
{
    /// <summary>The nearest of the known names; null when none is near enough to have been meant.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var (distance, nearest) = known
            .Select(k => (Distance: Distance(name, k), Name: k))
            .DefaultIfEmpty((int.MaxValue, ""))
            .MinBy(k => k.Item1);
        return distance <= Math.Max(1, name.Length / 3) ? nearest : null;
    }

    /// <summary>Letters to insert, delete or replace to make one of the other, whatever their case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var best = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], best);
            }
        }

        return row[^1];
    }
}
