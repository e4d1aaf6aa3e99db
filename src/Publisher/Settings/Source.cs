namespace MailDispatcher.Publisher.Settings;

/// <summary>
/// Which mails are published: made-up ones when <see cref="Count"/> is given, else those of <see cref="File"/>.
/// </summary>
internal sealed record Source
{
    public required int? Count { get; init; }

    /// <value>A path, or <c>-</c> for standard input.</value>
    public required string? File { get; init; }

    public required bool AsRecorded { get; init; }

    /// <value>Mails a second of <see cref="Clock"/>; null for as many as possible.</value>
    public required double? Rate { get; init; }

    public required int Seed { get; init; }

    /// <value>The instant from which made-up mails are dated.</value>
    public required DateTimeOffset Now { get; init; }

    public required TimeProvider Clock { get; init; }
}
