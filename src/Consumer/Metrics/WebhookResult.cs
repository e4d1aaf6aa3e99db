namespace MailDispatcher.Consumer.Metrics;

/// <summary>What came of a call of an app's webhook.</summary>
internal enum WebhookResult
{
    /// <summary>The app has the outcome.</summary>
    Told,

    /// <summary>It has not; it is tried again.</summary>
    Failed,

    /// <summary>It is tried no more.</summary>
    GivenUp,
}
