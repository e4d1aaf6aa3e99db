using MailDispatcher.Core.Provider;

namespace MailDispatcher.Consumer.Metrics;

/// <content>Readings of the credits.</content>
internal sealed partial class DispatcherMetrics
{
    /// <summary>Null before the first reading.</summary>
    public bool? LastReadingSucceeded { get; private set; }

    /// <inheritdoc/>
    public void CreditsRead(CreditsReading reading)
    {
        var outcome = reading switch
        {
            CreditsReading.Unknown { IsAccountFault: true } => "account_fault",
            CreditsReading.Unknown => "unknown",
            _ => "read",
        };
        _readings.WithLabels(outcome).Inc();
        LastReadingSucceeded = reading is not CreditsReading.Unknown;
    }
}
