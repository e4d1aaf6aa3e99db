using MailDispatcher.Core.Ports;

namespace MailDispatcher.Web.View;

/// <summary>What an app must change so that its mail is published safely, in words.</summary>
internal static class PublishFaultWords
{
    /// <summary>What to do, and what happens else.</summary>
    public static string Of(PublishFault fault) =>
        fault switch
        {
            PublishFault.Transient =>
                "publish with delivery mode 2 (persistent); else a restart of the broker loses the mail",
            PublishFault.NoId =>
                "give each mail an id, a UUID that stays the same when it is published again; else a repeat is told "
                    + "from another mail only by what it says",
            PublishFault.IdNoUuid =>
                "make the id a UUID; else a counter that begins anew makes another mail pass for a copy",
            PublishFault.NoTime =>
                "write published_at or the AMQP timestamp; else nobody knows which of two about one topic is newer",
            PublishFault.NoZone =>
                "write times with their zone, as 2026-12-01T10:00:00-03:00; else the mail is parked, or read in the "
                    + "zone of Requests__Zone",
            PublishFault.UnknownField =>
                "name fields as the schema does; nobody reads one that is misspelt, such as a deadline",
            PublishFault.Unreadable => "publish a valid request; what is none is parked and not sent",
            PublishFault.UnreadableHeaders =>
                "write numbers beyond 32 bits and decimals in headers as text; else the mail is parked without them",
            _ => throw new InvalidOperationException("A fault without words."),
        };
}
