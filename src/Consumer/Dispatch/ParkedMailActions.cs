using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// What a person does with parked mail: look at it, send it back, or give it up. It works with or without a running
/// dispatcher. Sending back publishes a copy that names its parking, then takes the parked one away; if anything dies
/// in between, the mail is parked and waiting, is sent once, and a second retry of that parking releases nothing more.
/// </summary>
internal sealed class ParkedMailActions(
    ParkedQueueReader parked,
    JournalAppender journal,
    DaemonSettings settings,
    TimeProvider time
) : IAsyncDisposable
{
    /// <exception cref="SessionLostException">The broker is gone.</exception>
    /// <exception cref="QueueUnusableException">A queue is missing and may not be created, or was declared
    /// otherwise.</exception>
    public static async Task<ParkedMailActions> OpenAsync(
        BrokerConnection broker,
        DaemonSettings settings,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        var journal = await JournalAppender.OpenAsync(broker, settings.Topology.Journal, cancellationToken);
        var parked = await ParkedQueueReader.OpenAsync(
            broker,
            settings.Topology.Parked,
            settings.Topology.ParkedArguments(),
            settings.Topology.Pending,
            settings.Dispatch.Wire,
            cancellationToken
        );
        return new ParkedMailActions(parked, journal, settings, time);
    }

    /// <inheritdoc cref="ParkedQueueReader.TakeAsync"/>
    public Task<IReadOnlyList<ParkedMail>> TakeAsync() => parked.TakeAsync();

    /// <summary>Sends a mail back to the pending queue.</summary>
    /// <param name="by">Who asks for it; the journal keeps it.</param>
    /// <exception cref="SessionLostException">The broker is gone; asking again does no harm.</exception>
    public async Task RetryAsync(ParkedMail mail, string by, ICheckpoints checkpoints)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(checkpoints);
        await NoteRetryAsync(mail, by, null);
        await parked.ReleaseAsync(mail, LevelOf(mail.Request));
        checkpoints.Pass(Checkpoint.RetryPublished);
        await parked.TakeAwayAsync(mail);
    }

    /// <summary>Sends a mail back to the pending queue with another body.</summary>
    /// <inheritdoc cref="RetryAsync"/>
    public async Task MendAsync(ParkedMail mail, string by, MendedRequest mended, ICheckpoints checkpoints)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(mended);
        ArgumentNullException.ThrowIfNull(checkpoints);
        if (mended.OtherMail is null)
            await NoteRetryAsync(mail, by, mended);
        await parked.ReleaseAsync(mail, LevelOf(mended.Request), mended.Body, mended.OtherMail);
        checkpoints.Pass(Checkpoint.RetryPublished);
        if (mended.OtherMail is not null)
            await NoteDiscardAsync(mail, by, mended.OtherMail);
        await parked.TakeAwayAsync(mail);
    }

    private Task NoteRetryAsync(ParkedMail mail, string by, MendedRequest? mended) =>
        journal.AppendAsync(
            new JournalEvent.RetryRequested
            {
                At = time.GetUtcNow(),
                Mail = mail.Note.Mail,
                By = by,
                Number = mail.Note.Number,
                Mended = mended is null
                    ? null
                    : new Mending(
                        mended.Fields,
                        mended.Request.Deadline,
                        mended.Request.Template,
                        MailRequestCodec.ContentHash(mended.Request)
                    ),
            }
        );

    private byte? LevelOf(MailRequest? request) =>
        settings.Topology.Pending.Levels is var levels and > 0 && request is { Cancel: false }
            ? Urgency.BrokerLevel(request.Deadline, time.GetUtcNow(), settings.Dispatch.Zone, levels)
            : null;

    /// <summary>Gives a mail up: it is settled unsent.</summary>
    /// <inheritdoc cref="RetryAsync"/>
    public async Task DiscardAsync(ParkedMail mail, string by, ICheckpoints checkpoints)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(checkpoints);
        await NoteDiscardAsync(mail, by, mendedAs: null);
        checkpoints.Pass(Checkpoint.DiscardJournalled);
        await parked.TakeAwayAsync(mail);
    }

    /// <summary>Takes away the copy of a mail that is settled already, or waits again.</summary>
    /// <exception cref="SessionLostException">The broker is gone; asking again does no harm.</exception>
    public Task TakeAwayAsync(ParkedMail mail) => parked.TakeAwayAsync(mail);

    private Task NoteDiscardAsync(ParkedMail mail, string by, Guid? mendedAs) =>
        journal.AppendAsync(
            new JournalEvent.Discarded
            {
                At = time.GetUtcNow(),
                Mail = mail.Note.Mail,
                By = by,
                MendedAs = mendedAs,
                Origin = RequestOrigin.Of(
                    MailRequestCodec.Decode(mail.Body.Span, settings.Dispatch.Wire, mail.Published),
                    mail.ReplyTo,
                    mail.CorrelationId
                ),
            }
        );

    public async ValueTask DisposeAsync()
    {
        await parked.DisposeAsync();
        await journal.DisposeAsync();
    }
}
