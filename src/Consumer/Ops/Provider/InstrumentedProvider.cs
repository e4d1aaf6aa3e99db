using MailDispatcher.Core.Provider;

namespace MailDispatcher.Consumer.Ops.Provider;

/// <summary>
/// The provider, with each call's end noted: health hangs on what it does now, not on how the last run ended.
/// </summary>
internal sealed class InstrumentedProvider(IMailProvider provider, ProviderCalls calls, TimeProvider time)
    : IMailProvider
{
    public ProviderTerms Terms => provider.Terms;

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var outcome = await provider.SendAsync(mail, cancellationToken);
        Note(
            outcome switch
            {
                SendOutcome.NotTaken notTaken => notTaken.Reason,
                SendOutcome.Uncertain uncertain => uncertain.Reason,
                _ => null,
            }
        );
        return outcome;
    }

    public async Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken)
    {
        var reading = await provider.ReadCreditsAsync(cancellationToken);
        Note(reading is CreditsReading.Unknown { IsRefusal: false } unknown ? unknown.Reason : null);
        return reading;
    }

    public async Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var answer = await provider.FindAsync(mailId, since, cancellationToken);
        Note(answer is EventLogAnswer.Unknown { IsRefusal: false } unknown ? unknown.Reason : null);
        return answer;
    }

    private void Note(string? failure)
    {
        if (failure is null)
            calls.Answered(time.GetUtcNow());
        else
            calls.Failed(time.GetUtcNow(), failure);
    }
}
