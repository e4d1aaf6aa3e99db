using System.Diagnostics;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>
/// What the dispatcher tells OpenTelemetry of a mail: how long it was in hand until it was chosen, or ended unsent, and
/// each attempt, all under the trace of whoever published it. Costs nothing while nobody listens. Nothing personal.
/// </summary>
public static class MailSpan
{
    private static readonly ActivitySource Spans = new("MailDispatcher.Dispatcher");

    /// <summary>The name of the source.</summary>
    public static string Source => Spans.Name;

    /// <summary>
    /// Begins an attempt, in the task that will make it, so that the provider's call is a part of it.
    /// </summary>
    /// <returns>Null while nobody listens.</returns>
    internal static Activity? Begin(PendingMail mail, Guid key)
    {
        if (!Spans.HasListeners())
            return null;
        var publisher = PublisherOf(mail);
        Wait(mail, publisher)?.Dispose();
        var attempt = Spans.StartActivity(ActivityKind.Internal, publisher, TagsOf(mail), name: "send mail");
        return attempt?.SetTag("maildispatcher.idempotency_key", key);
    }

    /// <summary>Tells of a mail that ends without an attempt of its own.</summary>
    /// <param name="settlement">Null, or sent, for one whose attempt tells it.</param>
    internal static void Settled(PendingMail mail, Settlement? settlement)
    {
        if (settlement is null or Settlement.Sent || !Spans.HasListeners())
            return;
        using var wait = Wait(mail, PublisherOf(mail));
        wait?.SetTag("maildispatcher.outcome", EnumName.Of(settlement.Value));
        if (settlement is Settlement.Expired)
            wait?.SetStatus(ActivityStatusCode.Error, "its deadline passed");
    }

    private static ActivityContext PublisherOf(PendingMail mail)
    {
        ActivityContext.TryParse(mail.Delivery.TraceParent, traceState: null, isRemote: true, out var publisher);
        return publisher;
    }

    private static Activity? Wait(PendingMail mail, ActivityContext publisher) =>
        Spans.StartActivity(
            ActivityKind.Consumer,
            publisher,
            TagsOf(mail),
            name: "wait",
            startTime: TimeProvider.System.GetUtcNow() - Stopwatch.GetElapsedTime(mail.HeldSince)
        );

    /// <summary>Makes an attempt the current one until it is ended, so that log lines bear its trace.</summary>
    internal static Ending Resume(Activity? attempt, SendOutcome outcome)
    {
        if (attempt is not null)
        {
            Activity.Current = attempt;
            attempt.SetTag("maildispatcher.outcome", EnumName.Of(outcome.Kind));
            if (outcome is not (SendOutcome.Accepted or SendOutcome.AlreadyTaken))
                attempt.SetStatus(ActivityStatusCode.Error);
        }

        return new Ending(attempt);
    }

    private static ActivityTagsCollection TagsOf(PendingMail mail) =>
        new()
        {
            ["messaging.system"] = "rabbitmq",
            ["messaging.message.id"] = mail.Id,
            ["maildispatcher.template"] = mail.Request.Template,
            ["maildispatcher.deadline"] = mail.Request.Cancel ? null : mail.Request.Deadline.UtcDateTime,
        };

    /// <summary>Ends the attempt.</summary>
    internal readonly struct Ending(Activity? attempt) : IDisposable
    {
        public void Dispose()
        {
            attempt?.Stop();
            if (attempt is not null)
                Activity.Current = null;
        }
    }
}
