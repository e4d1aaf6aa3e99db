using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.State;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.MailManager.Tests;

/// <summary>The provider's client and the sandbox, written apart, understand each other over real HTTP.</summary>
public sealed class SandboxTests : IAsyncLifetime
{
    private const string SendPath = "/v3/smtp/email";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private SandboxServer _sandbox = null!;
    private ProgramWithProvider _program = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Credits = 3,
                InactiveTemplates = [10],
                RateLimitScale = 0,
            },
            _clock,
            Token
        );
        _program = new ProgramWithProvider(_sandbox.Url.ToString(), _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Send_OfEachTemplate_FillsEveryParameterThatItAsksFor()
    {
        _sandbox.Sandbox.Credits.Set(100);
        foreach (var number in MailTemplate.Names.Keys.Where(n => n != 10))
        {
            Assert.IsType<SendOutcome.Accepted>(await SendAsync(Mails.Of(Mails.Mentoring(number))));
            var given = _sandbox.Sandbox.Mails.Snapshot()[^1].Params!.Value.EnumerateObject().Select(p => p.Name);
            var asked = Assert
                .IsType<TemplateCheck.Ready>(await _program.Check.CheckTemplateAsync(number, Token))
                .Parameters;
            Assert.NotEmpty(asked);
            Assert.Empty(asked.Except(given));
        }
    }

    [Fact]
    public async Task Send_OfTheSameKeyAgain_IsAlreadyTakenAndLeavesOneMail()
    {
        var mail = Mails.Any();
        var first = Assert.IsType<SendOutcome.Accepted>(await SendAsync(mail));
        Assert.IsType<SendOutcome.AlreadyTaken>(await SendAsync(mail));
        var taken = Assert.Single(_sandbox.Sandbox.Mails.Snapshot());
        Assert.Equal((first.MessageId, mail.Id.ToString()), (taken.MessageId, taken.Tag));
    }

    [Theory]
    [InlineData(ResetMoment.After, typeof(SendOutcome.AlreadyTaken), true)]
    [InlineData(ResetMoment.Before, typeof(SendOutcome.Accepted), false)]
    public async Task Send_ResetAtTheProvider_IsResolvedByTheLogAndByTheSameKey(
        ResetMoment reset,
        Type second,
        bool logged
    )
    {
        _sandbox.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = SendPath,
                Reset = reset,
                Times = 1,
            }
        );
        var mail = Mails.Any();
        Assert.IsType<SendOutcome.Uncertain>(await SendAsync(mail));
        var found = await _program.Provider.FindAsync(mail.Id, Now, Token);
        Assert.Equal(logged, found is EventLogAnswer.Found);
        Assert.Equal(!logged, found is EventLogAnswer.NotFound);
        Assert.IsType(second, await SendAsync(mail));
        Assert.Single(_sandbox.Sandbox.Mails.Snapshot());
    }

    [Fact]
    public async Task Find_OfOneMailAmongOthers_GivesItsMessageId()
    {
        var (one, other) = (Mails.Any(), Mails.Any());
        var accepted = Assert.IsType<SendOutcome.Accepted>(await SendAsync(one));
        await SendAsync(other);
        Assert.Equal(
            new EventLogAnswer.Found(accepted.MessageId),
            await _program.Provider.FindAsync(one.Id, Now, Token)
        );
        Assert.Equal(new EventLogAnswer.NotFound(), await _program.Provider.FindAsync(Guid.NewGuid(), Now, Token));
    }

    [Fact]
    public async Task Credits_CountDownToNone()
    {
        for (var left = 3; left > 0; left--)
        {
            Assert.Equal(new CreditsReading.Daily(left), await _program.Provider.ReadCreditsAsync(Token));
            Assert.IsType<SendOutcome.Accepted>(await SendAsync(Mails.Any()));
        }

        Assert.Equal(new CreditsReading.Daily(0), await _program.Provider.ReadCreditsAsync(Token));
        Assert.IsType<SendOutcome.OutOfCredits>(await SendAsync(Mails.Any()));
    }

    [Fact]
    public async Task Credits_OfEachPlan_AreToldApart()
    {
        _sandbox.Sandbox.Credits.Set(4200, Plan.PayAsYouGo);
        Assert.Equal(new CreditsReading.Balance(4200), await _program.Provider.ReadCreditsAsync(Token));
        _sandbox.Sandbox.Credits.Set(17, Plan.Subscription);
        Assert.Equal(new CreditsReading.Balance(17), await _program.Provider.ReadCreditsAsync(Token));
        _sandbox.Sandbox.Credits.Set(null, Plan.Unlimited);
        Assert.Equal(new CreditsReading.Unlimited(), await _program.Provider.ReadCreditsAsync(Token));
    }

    [Fact]
    public async Task Check_OfTheSandbox_SaysWhatItHas()
    {
        Assert.IsType<AccountCheck.Ready>(await _program.Check.CheckAccountAsync(Token));
        Assert.IsType<SendersCheck.AllActive>(await _program.Check.CheckSendersAsync(Token));
        Assert.IsType<TemplateCheck.Inactive>(await _program.Check.CheckTemplateAsync(10, Token));
        Assert.IsType<TemplateCheck.Missing>(await _program.Check.CheckTemplateAsync(4711, Token));
    }

    [Fact]
    public async Task Send_WithATemplateThatIsNotThere_IsTheTemplatesFault()
    {
        var request = Mails.Mentoring(7, "{}") with { Template = 4711 };
        Assert.IsType<SendOutcome.TemplateFault>(await SendAsync(Mails.Of(request)));
    }

    private Task<SendOutcome> SendAsync(OutgoingMail mail) => _program.Provider.SendAsync(mail, Token);
}
