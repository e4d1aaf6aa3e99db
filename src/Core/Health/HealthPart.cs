namespace MailDispatcher.Core.Health;

/// <summary>
/// What sending mail depends on. The first four are always judged, the others where there is something to say.
/// </summary>
public enum HealthPart
{
    Broker,
    Provider,
    Credits,
    Schedule,
    Templates,
    Uncertain,
    Queue,

    /// <summary>Whether what is sent reaches anybody.</summary>
    Delivery,
}
