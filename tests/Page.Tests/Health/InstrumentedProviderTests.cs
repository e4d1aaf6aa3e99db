using MailDispatcher.Consumer.Ops.Provider;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Page.Tests.Health;

/// <summary>A provider that refuses has answered: nobody is told that it is away.</summary>
public sealed class InstrumentedProviderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Questions_ThatAreRefused_AreAnswered(bool isRefusal)
    {
        var calls = new ProviderCalls();
        var provider = new InstrumentedProvider(new Refusing(isRefusal), calls, TimeProvider.System);
        await provider.FindAsync(Guid.Empty, default, TestContext.Current.CancellationToken);
        Assert.Equal(isRefusal, calls.Latest.FailingSince is null);
        await provider.ReadCreditsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(isRefusal, calls.Latest.FailingSince is null);
    }

    private sealed class Refusing(bool isRefusal) : IMailProvider
    {
        public ProviderTerms Terms => ProviderTerms.Brevo;

        public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is sent here.");

        public Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<CreditsReading>(new CreditsReading.Unknown("refused") { IsRefusal = isRefusal });

        public Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken) =>
            Task.FromResult<EventLogAnswer>(new EventLogAnswer.Unknown("refused") { IsRefusal = isRefusal });
    }
}
