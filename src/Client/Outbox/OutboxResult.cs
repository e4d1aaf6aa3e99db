namespace MailDispatcher.Client.Outbox;

/// <summary>What became of the rows of one batch; a row that stands nowhere here waits.</summary>
internal sealed class OutboxResult
{
    /// <summary>
    /// Rows that may be deleted: the broker has confirmed them, or they expired and the app was told.
    /// </summary>
    public List<long> Done { get; } = [];

    /// <summary>Rows that can't be published, each with why; they wait for a person.</summary>
    public List<(long Number, string Problem)> Kept { get; } = [];

    public int Published { get; set; }

    public int Expired { get; set; }

    /// <summary>Why others were not published; null when all were.</summary>
    public Exception? Failure { get; set; }
}
