using System.Collections.Concurrent;
using System.Text.Json;
using MailDispatcher.Client.Outcomes;
using MailDispatcher.Client.Registration;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// A host app called shop: what it asks for, and what it heard of its mails by the client's own handler.
/// </summary>
internal sealed class ShopApp : IMailOutcomeHandler, IAsyncDisposable
{
    public const string Name = "shop";

    /// <summary>A provider that has the template of its orders, and credits for all of them.</summary>
    public static SandboxOptions Provider =>
        new()
        {
            Credits = 100_000,
            RateLimitScale = 0,
            ExtraTemplates = [50],
        };

    private readonly ConcurrentQueue<MailOutcome> _heard = new();
    private readonly IHost _host;

    private ShopApp(Uri broker)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["MailDispatcher:Broker"] = broker.AbsoluteUri,
                ["MailDispatcher:App"] = Name,
                ["MailDispatcher:CreateQueues"] = "true",
            }
        );
        builder.Services.AddLogging().AddSingleton<IMailOutcomeHandler>(this).AddMailOutcomes(builder.Configuration);
        _host = builder.Build();
    }

    public IReadOnlyList<MailOutcome> Heard => [.. _heard];

    public static async Task<ShopApp> StartAsync(Uri broker, CancellationToken cancellation)
    {
        var app = new ShopApp(broker);
        await app._host.StartAsync(cancellation);
        return app;
    }

    /// <summary>Of one mail: what became of it, each once, in the order in which it was heard first.</summary>
    public IReadOnlyList<MailOutcomeKind> Of(Guid mail) =>
        [.. Heard.Where(outcome => outcome.Mail == mail).Select(outcome => outcome.Kind).Distinct()];

    public Task HandleAsync(MailOutcome outcome, CancellationToken cancellationToken)
    {
        _heard.Enqueue(outcome);
        return Task.CompletedTask;
    }

    /// <summary>A mail about an order, with the app's own key.</summary>
    public static TestMail Order(int number, DateTimeOffset deadline, string? topic = null, bool cancel = false)
    {
        var id = MailId.FromBytes(BitConverter.GetBytes(number));
        var request = new MailRequest
        {
            Id = id,
            Template = cancel ? 0 : 50,
            Recipient = new Recipient("Ana", "ana@example.com"),
            Params = cancel ? null : JsonSerializer.SerializeToElement(new { ORDER = number }),
            ExplicitDeadline = cancel ? null : deadline,
            Topic = topic,
            Cancel = cancel,
            Version = topic is null ? null : number,
            App = Name,
            Ref = $"order-{number}",
            Data = JsonSerializer.SerializeToElement(new { order = number }),
        };
        return new TestMail(id, MailRequestCodec.Encode(request)) { Deadline = cancel ? null : deadline, Priority = 5 };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
