using MailDispatcher.Client;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.JournalAccess;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using MailDispatcher.Engine;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Intake;

/// <summary>
/// The HTTP intake's way to the broker: a publisher with a connection of its own, so that it works on any instance and
/// holds up no mail. What was confirmed is in the queue; if this process dies midway, the app asks again under the same
/// id. Safe for concurrent use.
/// </summary>
internal sealed partial class MailIntake(
    DaemonSettings settings,
    DispatcherStatus status,
    IJournalBroker journal,
    TimeProvider time,
    ForecastCache? forecast = null
) : IMailIntake, IAsyncDisposable
{
    /// <summary>A caller over HTTP waits no longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The loop answers between two turns; real time, also under a fast clock.
    private static readonly TimeSpan LoopPatience = TimeSpan.FromSeconds(5);

    private readonly RecentRequests _recent = new();
    private readonly MailPublisher _publisher = new(
        new MailPublisherOptions
        {
            Broker = settings.Broker.Nodes[0],
            FailOver = [.. settings.Broker.Nodes.Skip(1)],
            Certificate = settings.Broker.Certificate,
            Queue = settings.Topology.Pending,
            Zone = settings.Dispatch.Zone,
            Patience = Patience,
            ConnectionName = "mail dispatcher intake",
        },
        time
    );

    /// <inheritdoc/>
    public MailRequestCodecOptions Wire { get; } = settings.Dispatch.Wire;

    /// <inheritdoc/>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    public async Task<SubmitAnswer> SubmitAsync(MailRequest request, CancellationToken cancellationToken)
    {
        var id = request.Id ?? Guid.CreateVersion7();
        // A mail of no topic gets one of its own: only so can it be withdrawn alone.
        var complete = request with
        {
            Id = id,
            Topic = request.Topic ?? (request.Cancel ? null : $"mail-{id}"),
        };
        var content = MailRequestCodec.ContentHash(complete);
        if ((_recent.ContentOf(id) ?? await KnownContentAsync(id)) is { } known && known != content)
            return new SubmitAnswer.Conflict();
        return await TryPublishAsync(complete, cancellationToken)
            ? new SubmitAnswer.Taken(id)
            : new SubmitAnswer.Away(id);
    }

    /// <inheritdoc/>
    public Prediction? Predict(MailRequest request) =>
        request.Cancel
            ? null
            : forecast?.With(request.Id ?? Guid.Empty, request.Template, request.Deadline, request.Credits);

    /// <inheritdoc/>
    public async Task<FindAnswer> FindAsync(string app, Guid mail, CancellationToken cancellationToken)
    {
        var waiting = await RequestAsync(mail);
        if (await journal.FindAsync(cancellationToken) is not { } broker)
            return new FindAnswer.Away();
        OutcomeHistory history;
        try
        {
            history = await OutcomeHistory.ReadAsync(broker, settings.Topology.Journal.Name, mail, cancellationToken);
        }
        catch (SessionLostException)
        {
            return new FindAnswer.Away();
        }

        var last = history.Outcomes is [.., var newest] ? newest : null;
        // What others asked for is nobody's business.
        if ((last?.App ?? waiting?.App) != app)
            return new FindAnswer.Unknown();
        var outcome = last?.Kind is MailOutcomeKind.Accepted or MailOutcomeKind.Scheduled ? null : last?.Kind;
        return new FindAnswer.Found(
            new IntakeMail
            {
                Id = mail,
                Outcome = outcome,
                Ref = last?.Ref ?? waiting?.Ref,
                Template = last?.Template ?? waiting?.Template ?? 0,
                Deadline =
                    last is not null ? last.Deadline
                    : waiting is { Cancel: false } ? waiting.Deadline
                    : null,
                Expected = outcome is null ? forecast?.Current()?.SendAt(mail) : null,
                History =
                [
                    .. history.Outcomes.Select(o => new IntakeStep(
                        o.At,
                        MailOutcomeNames.Of(o.Kind),
                        o.Reason,
                        o.Field
                    )),
                ],
                HistoryIsWhole = history.IsWhole,
            }
        );
    }

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    private async Task<bool> TryPublishAsync(MailRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _publisher.PublishAsync(request, cancellationToken);
            _recent.Add(request);
            return true;
        }
        catch (Exception e) when (e is NotConfirmedException or BrokerUnavailableException or QueueUnusableException)
        {
            return false;
        }
    }

    // In the leader's hand, else as it came to this process.
    private async Task<MailRequest?> RequestAsync(Guid mail) =>
        await OnLoopAsync(loop => loop.FindRequestAsync(mail)) ?? _recent.Find(mail);

    private async Task<long?> KnownContentAsync(Guid mail) =>
        (await OnLoopAsync(loop => loop.ReadAsync(projection => projection.Find(mail))))?.Content;

    private async Task<T?> OnLoopAsync<T>(Func<DispatchLoop, Task<T?>> ask)
        where T : class
    {
        try
        {
            return await AskLoopAsync(ask);
        }
        catch (TimeoutException)
        {
            // The session has ended, or it is busy: as on an instance that does not lead.
            return null;
        }
    }

    // Null also on an instance that does not lead.
    private async Task<T?> AskLoopAsync<T>(Func<DispatchLoop, Task<T?>> ask)
        where T : class => status.Loop is { } loop ? await ask(loop).WaitAsync(LoopPatience) : null;
}
