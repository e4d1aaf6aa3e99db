namespace MailDispatcher.Core.Operations;

/// <summary>
/// What a person may ask of the dispatcher. Each wish that is granted is in the journal, with who and when.
/// </summary>
public interface IOperatorActions
{
    /// <summary>Sends nothing from now on, until resumed; the mail in hand is finished.</summary>
    /// <param name="by">Who asks, as they call themselves.</param>
    Task<OperatorAnswer> PauseAsync(string by);

    /// <inheritdoc cref="PauseAsync"/>
    /// <summary>Ends the pause; mail goes with the next run.</summary>
    Task<OperatorAnswer> ResumeAsync(string by);

    /// <inheritdoc cref="PauseAsync"/>
    /// <summary>Asks for a run at once, with the allowance of an hourly one.</summary>
    Task<OperatorAnswer> RunNowAsync(string by);

    /// <inheritdoc cref="PauseAsync"/>
    /// <summary>Sends parked mails back to the pending queue; those that are no longer parked are left out.</summary>
    Task<OperatorAnswer> RetryAsync(string by, IReadOnlySet<Guid> mails);

    /// <summary>
    /// What a parked mail says; null when it is no longer parked, or while nobody can look. Who looks stands in the
    /// log.
    /// </summary>
    Task<ParkedBody?> ReadParkedAsync(Guid mail);

    /// <summary>
    /// How a waiting mail will leave; null when it is not in hand, or nobody leads. Who looks stands in the log.
    /// </summary>
    Task<MailPreview?> PreviewAsync(Guid mail, CancellationToken cancellationToken);

    /// <inheritdoc cref="PauseAsync"/>
    /// <summary>
    /// Sends a parked mail back with another body; refused with field and rule when that can't be sent.
    /// </summary>
    Task<OperatorAnswer> MendAsync(string by, Guid mail, string text);

    /// <inheritdoc cref="PauseAsync"/>
    /// <summary>Gives parked mails up; those that are no longer parked are left out.</summary>
    Task<OperatorAnswer> DiscardAsync(string by, IReadOnlySet<Guid> mails);

    /// <inheritdoc cref="PauseAsync"/>
    /// <summary>
    /// Forgets a person: discards what is parked for the address, withdraws what waits for it, and whatever was asked
    /// for until now and turns up later. The answer has the counts; the journal has them by the address's keyed hash.
    /// </summary>
    Task<OperatorAnswer> ForgetAsync(string by, string address);
}
