namespace MailDispatcher.Sandbox.Faults;

/// <summary>
/// What goes wrong with which calls. A rule with a <see cref="Status"/> answers in the API's stead; one with neither
/// status nor reset serves the call and only delays it or adds headers.
/// </summary>
public sealed record FaultRule
{
    /// <value>An HTTP method; null: any.</value>
    public string? Method { get; init; }

    /// <value>A path such as <c>/v3/smtp/email</c>, or its beginning followed by <c>*</c>; null: any.</value>
    public string? Path { get; init; }

    /// <value>How many calls it strikes; null: until it is removed.</value>
    public int? Times { get; init; }

    /// <value>How many matching calls pass first.</value>
    public int Skip { get; init; }

    /// <value>200..599; null: the API's own answer.</value>
    public int? Status { get; init; }

    /// <value>The body that goes with <see cref="Status"/>; null: none.</value>
    public string? Body { get; init; }

    /// <value>Default <c>application/json</c>.</value>
    public string? ContentType { get; init; }

    /// <value>Headers to add to the answer.</value>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <value>
    /// Milliseconds of real time, 0..600000, that the answer or the reset is held back. What is served is served at
    /// once: a caller whose patience ends has had its mail taken.
    /// </value>
    public int DelayMs { get; init; }

    /// <value>The TCP connection is reset instead of an answer.</value>
    public ResetMoment? Reset { get; init; }

    /// <value>
    /// With a <see cref="Status"/>: the call is served (the mail taken) before this other answer is given.
    /// </value>
    public bool Serve { get; init; }

    /// <summary>What a caller must mend; null when the rule is sound.</summary>
    internal string? Problem() =>
        this switch
        {
            { Times: < 1 } => "times: 1 or more, or leave it out",
            { Skip: < 0 } => "skip: 0 or more",
            { Status: not null and not (>= 200 and <= 599) } => "status: 200 to 599",
            { DelayMs: not (>= 0 and <= 600_000) } => "delayMs: 0 to 600000",
            { Body: not null, Status: null } => "body: goes with a status",
            { Body: not null, Status: 204 or 304 } => "body: an answer 204 or 304 has none",
            { Serve: true, Status: null } => "serve: goes with a status",
            { Status: not null, Reset: not null } => "reset: a reset call has no status",
            { Headers: { } headers } when headers.Any(h => !IsHeader(h.Key, h.Value)) =>
                "headers: names and values in plain ASCII",
            _ => null,
        };

    internal bool Matches(string method, string path) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && Path switch
        {
            null => true,
            [.. var beginning, '*'] => path.StartsWith(beginning, StringComparison.OrdinalIgnoreCase),
            _ => Path.Equals(path, StringComparison.OrdinalIgnoreCase),
        };

    private static bool IsHeader(string name, string? value) =>
        name.Length > 0
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && value is not null
        && value.All(c => c is >= ' ' and <= '~');

    /// <summary>Whether the API serves the call behind the fault.</summary>
    internal bool LetsServe => Reset != ResetMoment.Before && (Status is null || Serve);
}
