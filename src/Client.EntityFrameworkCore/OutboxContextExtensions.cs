using System.Text;
using MailDispatcher.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>Asks for a mail in the app's own transaction.</summary>
public static class OutboxContextExtensions
{
    /// <summary>
    /// Adds the request to the outbox: it is asked for when the context saves its changes, and never when that fails or
    /// rolls back. The instant of this call orders the mails of one topic.
    /// </summary>
    /// <returns>The mail id: the request's own, or a new one.</returns>
    /// <exception cref="ArgumentException">The request breaks one of <see cref="MailRequestRules"/>, or its deadline
    /// has passed.</exception>
    public static Guid EnqueueMail(this DbContext context, MailRequest request, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var now = OutboxClock.Next(time ?? TimeProvider.System);
        if (MailRequestRules.FirstProblem(request, now) is { } problem)
            throw new ArgumentException(problem, nameof(request));
        var complete = request with
        {
            Id = request.Id is { } own && own != Guid.Empty ? own : NewMailId.At(now),
            PublishedAt = request.PublishedAt ?? now,
        };
        context
            .Set<OutboxMail>()
            .Add(new OutboxMail { Body = Encoding.UTF8.GetString(MailRequestCodec.Encode(complete)), Created = now });
        return complete.Id.Value;
    }
}
