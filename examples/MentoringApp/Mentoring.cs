namespace MailDispatcher.MentoringApp;

public sealed class Mentoring
{
    public int Id { get; set; }

    public required string Mentor { get; set; }

    public required string Mentored { get; set; }

    public required string Email { get; set; }

    public required DateTimeOffset Start { get; set; }

    /// <summary>The last that was heard of its confirmation.</summary>
    public string? Mail { get; set; }
}
