using MailDispatcher.Client.EntityFrameworkCore;
using MailDispatcher.Client.Tests.Publishing;
using MailDispatcher.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>The outbox's rows, on SQLite and on PostgreSQL.</summary>
public sealed class OutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Relay_CommittedAndRolledBack_PublishesWhatWasCommittedInItsOrder(bool onPostgres)
    {
        await using var app = await OutboxApp.StartAsync(onPostgres);
        Guid first,
            second;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<OutboxDatabase>();
            first = database.EnqueueMail(SampleMail.InDays(1) with { Topic = "t" }, app.Clock);
            second = database.EnqueueMail(SampleMail.InDays(1) with { Topic = "t" }, app.Clock);
            await database.SaveChangesAsync(Token);
            await using var transaction = await database.Database.BeginTransactionAsync(Token);
            database.EnqueueMail(SampleMail.InDays(2), app.Clock);
            await database.SaveChangesAsync(Token);
            await transaction.RollbackAsync(Token);
        }

        Assert.False(await app.RelayAsync());
        Assert.Equal([first, second], app.Publisher.Published.Select(mail => mail.Id!.Value));
        Assert.True(app.Publisher.Published[0].PublishedAt < app.Publisher.Published[1].PublishedAt);
        Assert.Equal(0, await app.CountAsync());
    }

    [Fact]
    public async Task Relay_BrokerAway_KeepsTheRows()
    {
        await using var app = await OutboxApp.StartAsync(onPostgres: false);
        await app.EnqueueAsync(SampleMail.InDays(1));
        app.Publisher.Failure = new NotConfirmedException("away", mayHaveArrived: true);
        await Assert.ThrowsAsync<NotConfirmedException>(app.RelayAsync);
        Assert.Equal(1, await app.CountAsync());
        app.Publisher.Failure = null;
        await app.RelayAsync();
        Assert.Equal(0, await app.CountAsync());
    }

    [Fact]
    public async Task Relay_DeadlinePassedMeanwhile_IsAnOutcomeAndNoMail()
    {
        await using var app = await OutboxApp.StartAsync(onPostgres: false);
        var id = await app.EnqueueAsync(SampleMail.InDays(0) with { Ref = "77" });
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.RelayAsync();
        Assert.Empty(app.Publisher.Published);
        var outcome = Assert.Single(app.Heard);
        Assert.Equal((id, MailOutcomeKind.Expired, "77"), (outcome.Mail, outcome.Kind, outcome.Ref));
        Assert.Equal(0, await app.CountAsync());
    }

    [Fact]
    public async Task Relay_RowThatSomebodyElseWroteBadly_StaysWithItsReasonAndHoldsNobodyUp()
    {
        await using var app = await OutboxApp.StartAsync(onPostgres: false);
        await app.InsertAsync("""{"template":7}""");
        await app.InsertAsync(
            """{"id":"0192d2a0-0000-7000-8000-000000000001","cancel":true,"topic":"t","recipient":{"email":"a@example.com"},"dedline":1}"""
        );
        await app.EnqueueAsync(SampleMail.InDays(1));
        await app.RelayAsync();
        Assert.Single(app.Publisher.Published);
        Assert.Equal(["body: recipient is required", "dedline: unknown field"], await app.ProblemsAsync());
    }

    [Fact]
    public async Task Relay_RowWithoutADeadline_IsPublished()
    {
        await using var app = await OutboxApp.StartAsync(onPostgres: false);
        var id = await app.EnqueueAsync(
            new MailRequest
            {
                Template = 17,
                Recipient = new Recipient("Ana", "ana@example.com"),
                Params = System.Text.Json.JsonSerializer.SerializeToElement(new { CODE = 1 }),
            }
        );
        await app.RelayAsync();
        Assert.Equal(id, Assert.Single(app.Publisher.Published).Id);
        Assert.Equal(0, await app.CountAsync());
    }

    [Fact]
    public async Task Enqueue_InvalidOrPast_IsRefusedAtOnce()
    {
        await using var app = await OutboxApp.StartAsync(onPostgres: false);
        await Assert.ThrowsAsync<ArgumentException>(() => app.EnqueueAsync(SampleMail.InDays(-1)));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            app.EnqueueAsync(SampleMail.InDays(1) with { Recipient = new Recipient(null, "nobody") })
        );
    }
}
