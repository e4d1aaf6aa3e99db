namespace MailDispatcher.Web.View;

/// <summary>What an event of the dispatcher is about.</summary>
public enum EventKind
{
    /// <summary>What a person did, and wrong tokens that somebody showed.</summary>
    Action,

    Start,
    Run,
    Credits,
    Provider,
    Template,
    Day,
    Address,
    Parked,
}
