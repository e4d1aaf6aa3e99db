using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;
using MailDispatcher.MailManager.Events;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.State;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.MailManager.Tests;

/// <summary>The provider's event log, blocked contacts and webhooks, over real HTTP.</summary>
public sealed class ProviderEventsTests : IAsyncLifetime
{
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
                RateLimitScale = 0,
                Outcomes = [OutcomeRule.TryParse("HardBounced=*@gone.example")!],
                BlockedContacts = [.. Enumerable.Range(1, 250).Select(n => $"person{n}@blocked.example")],
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
    public async Task Read_OfTheEventLog_TellsWhatBecameOfAMail()
    {
        var mail = Mails.Of(Mails.Mentoring(7));
        await _program.Provider.SendAsync(mail, Token);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var day = DateOnly.FromDateTime(Now.UtcDateTime);
        var page = Assert.IsType<EventPage.Read>(await _program.Events.ReadAsync(day.AddDays(-1), day, 0, Token));
        var told = Assert.Single(page.Events);
        Assert.Equal((2, Now), (page.Rows, page.Oldest));
        Assert.Equal(
            (mail.Id, ProviderEventKind.Delivered, Now.AddSeconds(2), mail.Request.Recipient.Email),
            (told.Mail, told.Kind, told.At, told.Address)
        );
        Assert.Empty(Assert.IsType<EventPage.Read>(await _program.Events.ReadAsync(day, day, page.Rows, Token)).Events);
    }

    [Fact]
    public async Task ReadBlocked_InPagesOfAHundred_FindsAll()
    {
        var found = new List<BlockedAddress>();
        while (
            await _program.Events.ReadBlockedAsync(found.Count, Token) is BlockedPage.Read { Addresses.Count: > 0 } p
        )
        {
            Assert.InRange(p.Addresses.Count, 1, 100);
            found.AddRange(p.Addresses);
        }

        Assert.Equal(250, found.DistinctBy(b => b.Address).Count());
        Assert.All(found, b => Assert.Equal((SuppressionCause.Blocked, Now), (b.Cause, b.Since)));
    }

    [Fact]
    public async Task Unblock_OfAnAddress_LetsItGoAndIsRightToo_WhenItWasFree()
    {
        Assert.Null(await _program.Events.UnblockAsync("person1@blocked.example", Token));
        Assert.False(_sandbox.Sandbox.Blocked.Contains("person1@blocked.example"));
        Assert.Null(await _program.Events.UnblockAsync("person1@blocked.example", Token));
    }

    [Fact]
    public async Task Webhook_SavedListedChangedAndRemoved()
    {
        Assert.Empty((await _program.Events.ListWebhooksAsync(Token)).Webhooks!);
        var url = new Uri("https://mail.example.com/webhooks/brevo");
        Assert.Null(await _program.Events.SaveWebhookAsync(null, url, "0123456789abcdef", Token));
        var made = Assert.Single((await _program.Events.ListWebhooksAsync(Token)).Webhooks!);
        Assert.Equal(url.AbsoluteUri, made.Url);
        Assert.Empty(made.Missing);
        Assert.Equal("0123456789abcdef", _sandbox.Sandbox.Webhooks.Find(made.Id)!.BearerToken);

        Assert.Null(await _program.Events.SaveWebhookAsync(made.Id, url, "fedcba9876543210", Token));
        Assert.Equal("fedcba9876543210", _sandbox.Sandbox.Webhooks.Find(made.Id)!.BearerToken);
        Assert.Null(await _program.Events.RemoveWebhookAsync(made.Id, Token));
        Assert.Empty((await _program.Events.ListWebhooksAsync(Token)).Webhooks!);
        Assert.NotNull(await _program.Events.RemoveWebhookAsync(made.Id, Token));
    }

    [Fact]
    public async Task Readings_WhileTheProviderRefuses_AreUnknown()
    {
        // The clock stands still, and so do the pauses between the tries: only the time-out ends them.
        await using var refused = new ProgramWithProvider(
            "http://127.0.0.1:1/v3",
            _clock,
            options => options with { Timeout = TimeSpan.FromSeconds(1) }
        );
        var day = DateOnly.FromDateTime(Now.UtcDateTime);
        Assert.IsType<EventPage.Unknown>(await refused.Events.ReadAsync(day, day, 0, Token));
        Assert.IsType<BlockedPage.Unknown>(await refused.Events.ReadBlockedAsync(0, Token));
        var problem = await refused.Events.UnblockAsync("ana@example.com", Token);
        Assert.NotNull(problem);
        Assert.DoesNotContain("ana@", problem, StringComparison.Ordinal);
    }
}
