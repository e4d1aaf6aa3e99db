using MailDispatcher.Contracts;

namespace MailDispatcher.Web.Intake;

/// <summary>What the HTTP intake asks of the dispatcher; any instance answers, leader or not.</summary>
public interface IMailIntake
{
    /// <summary>How bodies are read: as the dispatcher reads them from its queue.</summary>
    MailRequestCodecOptions Wire { get; }

    /// <summary>The dispatcher's clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Publishes a valid request and waits for the broker's confirm.</summary>
    Task<SubmitAnswer> SubmitAsync(MailRequest request, CancellationToken cancellationToken);

    /// <summary>What would become of it if it were published now; null when this instance can't tell.</summary>
    Prediction? Predict(MailRequest request);

    /// <summary>Where an app's mail stands, and how it came there.</summary>
    Task<FindAnswer> FindAsync(string app, Guid mail, CancellationToken cancellationToken);

    /// <summary>Withdraws an app's mail, and waits some seconds for what that comes to.</summary>
    Task<WithdrawAnswer> WithdrawAsync(string app, Guid mail, CancellationToken cancellationToken);
}
