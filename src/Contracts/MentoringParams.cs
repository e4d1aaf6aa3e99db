namespace MailDispatcher.Contracts;

/// <summary>What the five mentoring templates are filled with: the original publisher's <c>mail_params</c>.</summary>
public sealed record MentoringParams
{
    public required string MentorName { get; init; }

    /// <summary>The start of the mentoring: <c>mentoring_datetime</c> on the wire.</summary>
    public required DateTimeOffset MentoringStart { get; init; }

    public required string MentoredName { get; init; }

    /// <summary>Needed by the templates 9 and 11 where the host app links to the mentor; may be null.</summary>
    public string? MentorId { get; init; }

    /// <summary>Needed by template 7 where the host app links to the mentored; may be null.</summary>
    public string? MentoredId { get; init; }

    /// <summary>Without the names, which must not stand in a log.</summary>
    public override string ToString() => nameof(MentoringParams);
}
