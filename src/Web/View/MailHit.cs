using System.Text.Json.Serialization;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Web.View;

/// <summary>A mail that was found.</summary>
public sealed record MailHit(
    Guid Id,
    string Template,
    [property: JsonConverter(typeof(EnumNameConverter<MailStatus>))] MailStatus State,
    DateTimeOffset Arrived,
    DateTimeOffset Deadline
);
