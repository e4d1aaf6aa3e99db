using System.Globalization;

namespace MailDispatcher.Sandbox.Api;

/// <summary>
/// Reads the parameters that Brevo's lists share. A parameter that is there but empty is a mistake, as at Brevo: unused
/// ones must be left out.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <exception cref="QueryProblem">There, but empty.</exception>
    public string? Text(string name)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        return values.ToString() is { Length: > 0 } text
            ? text
            : throw new QueryProblem(ApiError.Missing($"{name} is missing"));
    }

    /// <exception cref="QueryProblem">No whole number of 0 or more, or above <paramref name="most"/>.</exception>
    public long? Number(string name, long most = long.MaxValue)
    {
        if (Text(name) is not { } text)
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new QueryProblem(ApiError.Invalid($"{name} is not valid"));
        return number <= most ? number : throw new QueryProblem(ApiError.OutOfRange($"{name} must not exceed {most}"));
    }

    /// <exception cref="QueryProblem">Neither true nor false.</exception>
    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ => throw new QueryProblem(ApiError.Invalid($"{name} is not valid")),
        };

    /// <summary>
    /// One page of the rows: <c>sort</c> (newest first unless <c>asc</c>), <c>offset</c>, <c>limit</c>.
    /// </summary>
    /// <param name="rows">Oldest first.</param>
    /// <exception cref="QueryProblem">One of the three can't be used.</exception>
    public IEnumerable<T> Page<T>(IEnumerable<T> rows, int standard, int most)
    {
        var ordered = Text("sort") switch
        {
            null or "desc" => rows.Reverse(),
            "asc" => rows,
            _ => throw new QueryProblem(ApiError.Invalid("sort is not valid")),
        };
        return ordered.Skip((int)(Number("offset", int.MaxValue) ?? 0)).Take((int)(Number("limit", most) ?? standard));
    }

    /// <summary>
    /// <c>startDate</c> and <c>endDate</c> (YYYY-MM-DD, both or none), or <c>days</c> back including today; else the
    /// last 30 days. Days are UTC's, as the events' times are.
    /// </summary>
    /// <exception cref="QueryProblem">One of them can't be used.</exception>
    public DayRange Days(DateOnly today, int longest)
    {
        var (start, end, days) = (Day("startDate", "Start date"), Day("endDate", "End date"), Number("days"));
        if (start is null && end is null)
            return new DayRange(today.AddDays(1 - Back(days, longest)), DateOnly.MaxValue);
        if (days is not null)
            throw new QueryProblem(ApiError.Invalid("days is not compatible with startDate and endDate"));
        if (start is not { } from)
            throw new QueryProblem(ApiError.Missing("Start date is missing"));
        if (end is not { } to)
            throw new QueryProblem(ApiError.Missing("End date is missing"));
        if (from > to)
            throw new QueryProblem(ApiError.Invalid("Start date must not be after end date"));
        return to.DayNumber - from.DayNumber <= longest
            ? new DayRange(from, to)
            : throw new QueryProblem(ApiError.OutOfRange($"The date range must not exceed {longest} days"));
    }

    private static int Back(long? days, int longest) =>
        days switch
        {
            null => 30,
            0 => throw new QueryProblem(ApiError.Invalid("days is not valid")),
            { } given when given > longest => throw new QueryProblem(
                ApiError.OutOfRange($"days must not exceed {longest}")
            ),
            { } given => (int)given,
        };

    private DateOnly? Day(string name, string spoken)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values.ToString() is not { Length: > 0 } text)
            throw new QueryProblem(ApiError.Missing($"{spoken} is missing"));
        return DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : throw new QueryProblem(ApiError.Invalid($"{name} is not valid"));
    }
}
