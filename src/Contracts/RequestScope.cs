namespace MailDispatcher.Contracts;

/// <summary>What a request is about.</summary>
public enum RequestScope
{
    /// <summary>One mail to be sent.</summary>
    Mail,

    /// <summary>A cancel request for one topic of one recipient.</summary>
    Topic,

    /// <summary>
    /// A cancel request without a topic: it withdraws everything that waits for its recipient ("forget me").
    /// </summary>
    Person,
}
