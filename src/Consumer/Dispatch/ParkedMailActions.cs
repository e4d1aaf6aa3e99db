using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
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
        var now = time.GetUtcNow();
        var levels = settings.Topology.Pending.Levels;
        await journal.AppendAsync(
            new JournalEvent.RetryRequested
            {
                At = now,
                Mail = mail.Note.Mail,
                By = by,
                Number = mail.Note.Number,
            }
        );
        await parked.ReleaseAsync(
            mail,
            levels > 0 && mail.Request is { Cancel: false } request
                ? Urgency.BrokerLevel(request.Deadline, now, settings.Dispatch.Zone, levels)
                : null
        );
        checkpoints.Pass(Checkpoint.RetryPublished);
        await parked.TakeAwayAsync(mail);
    }

    /// <summary>Gives a mail up: it is settled unsent.</summary>
    /// <inheritdoc cref="RetryAsync"/>
    public async Task DiscardAsync(ParkedMail mail, string by)
    {
        ArgumentNullException.ThrowIfNull(mail);
        await journal.AppendAsync(
            new JournalEvent.Discarded
            {
                At = time.GetUtcNow(),
                Mail = mail.Note.Mail,
                By = by,
            }
        );
        await parked.TakeAwayAsync(mail);
    }

    public async ValueTask DisposeAsync()
    {
        await parked.DisposeAsync();
        await journal.DisposeAsync();
    }
}
