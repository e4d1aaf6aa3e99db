using MailDispatcher.Core.Operations;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>One app whose webhook fails, and what was asked for.</summary>
internal sealed class GivenWebhooks : IOutcomeWebhooks
{
    public List<string> Wishes { get; } = [];

    public IReadOnlyList<WebhookRow> Rows() =>
        [
            new(
                "shop",
                "shop.example",
                [new("1.2.3", Guid.NewGuid(), "sent", DateTimeOffset.UnixEpoch, 3, "it answered 500", IsTold: false)]
            ),
        ];

    public Task<OperatorAnswer> SendAgainAsync(string app, string eventId, CancellationToken cancellationToken)
    {
        Wishes.Add($"{app} {eventId}");
        return Task.FromResult<OperatorAnswer>(new OperatorAnswer.Done());
    }
}
