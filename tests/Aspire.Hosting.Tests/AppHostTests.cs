using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MailDispatcher.Client;
using MailDispatcher.Client.Registration;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MailDispatcher.Aspire.Hosting.Tests;

/// <summary>
/// An app host's model: its containers need an engine that runs them, so what it would give them is given to the same
/// programs here.
/// </summary>
public sealed class AppHostTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatTheModelGives_ToDaemonAndApp_SendsAMail()
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Port = 0 },
            cancellationToken: Token
        );
        var vhost = await broker.CreateVhostAsync();
        var model = AppModel.Builder();
        var mails = model
            .AddMailDispatcher(
                "mails",
                model.AddConnectionString("rabbitmq", ReferenceExpression.Create($"{vhost.AbsoluteUri}"))
            )
            .WithSandbox()
            .WithEnvironment("Dispatch__Policy", "deadline");
        model.Resources.Single(resource => resource.Name == "mails-sandbox").Allocate("http", sandbox.Page);
        var shop = model.AddExecutable("shop", "shop", ".").WithReference(mails);

        await using var daemon = DaemonUnderTest.Start(
            vhost,
            sandbox.Url,
            await model.EnvironmentAsync(mails.Resource, Token)
        );
        await daemon.LeadsAsync(cancellationToken: Token);
        using var app = AppWith(await model.EnvironmentAsync(shop.Resource, Token));
        await app.StartAsync(Token);
        await app
            .Services.GetRequiredService<IMailPublisher>()
            .PublishAsync(
                new MailRequest
                {
                    Template = MailTemplate.ConfirmationToMentored,
                    Recipient = new Recipient("Ana", "ana@example.com"),
                    Mentoring = new MentoringParams
                    {
                        MentorName = "Cauã",
                        MentoredName = "Ana",
                        MentoringStart = TimeProvider.System.GetUtcNow().AddHours(3),
                    },
                },
                Token
            );
        await Eventually.TrueAsync(
            () => Task.FromResult(sandbox.Sandbox.Mails.Snapshot().Count == 1),
            () => $"the sandbox has the mail; the daemon wrote {daemon.Program.Output}",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task WithReference_OfAnApp_GivesTheQueueAndItsNameAndNoSecretOfTheDaemon()
    {
        var model = AppModel.Builder();
        var mails = model
            .AddMailDispatcher(
                "mails",
                model.AddConnectionString("rabbitmq", ReferenceExpression.Create($"amqp://host/"))
            )
            .WithBrevo(model.AddParameter("brevo-key", "xkeysib-secret", secret: true));
        var shop = model.AddExecutable("shop", "shop", ".").WithReference(mails);
        var environment = await model.EnvironmentAsync(shop.Resource, Token);
        Assert.Equal("amqp://host/", environment["MailDispatcher__Broker"]);
        Assert.Equal("shop", environment["MailDispatcher__App"]);
        Assert.DoesNotContain(environment, variable => variable.Value == "xkeysib-secret");
        var own = await model.EnvironmentAsync(mails.Resource, Token);
        Assert.Equal("xkeysib-secret", own["SENDINBLUE_API_KEY"]);
        Assert.True(own["Ops__Token"]!.Length >= 16, "the page asks for no token");
    }

    /// <summary>The example of docs/producers.md, as a project of somebody else, writes what it would start.</summary>
    [Fact]
    public async Task ExampleOfTheDocuments_AsItStands_DescribesTheImagesThatAreBuiltHere()
    {
        var folder = Directory.CreateTempSubdirectory("mail-app-host-").FullName;
        var manifest = Path.Combine(folder, "manifest.json");
        await using var run = RunExample(
            "--operation",
            "publish",
            "--publisher",
            "manifest",
            "--output-path",
            manifest
        );
        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(5), Token) == 0, run.Output);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(manifest, Token));
        var resources = written.RootElement.GetProperty("resources");
        var compose = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docker-compose.yml"), Token);
        foreach (var container in new[] { "mails", "mails-sandbox" })
        {
            var image = resources.GetProperty(container).GetProperty("image").GetString();
            Assert.Contains($"image: {image}\n", compose, StringComparison.Ordinal);
        }

        var daemon = resources.GetProperty("mails");
        Assert.Equal(
            "{rabbitmq.connectionString}",
            daemon.GetProperty("env").GetProperty("QUEUE_SERVICE_URL").GetString()
        );
        Assert.Equal(
            "{mails.connectionString}",
            resources.GetProperty("mentoring").GetProperty("env").GetProperty("MailDispatcher__Broker").GetString()
        );
    }

    private static IHost AppWith(Dictionary<string, string?> environment)
    {
        var app = Host.CreateEmptyApplicationBuilder(null);
        app.Configuration.AddInMemoryCollection(
            environment.ToDictionary(v => v.Key.Replace("__", ":", StringComparison.Ordinal), v => v.Value)
        );
        app.Services.AddMailPublisher(app.Configuration);
        return app.Build();
    }

    private static ChildProcess RunExample(params string[] arguments)
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "producers.md"));
        var app = Path.Combine(RepositoryRoot.Path, "examples", "MentoringApp", "MentoringApp.csproj");
        return FreshProject.Run(
            page.Split("```cs\n")[1]
                .Split("```")[0]
                .Replace("../MentoringApp/MentoringApp.csproj", app, StringComparison.Ordinal),
            ["Aspire.Hosting"],
            [("Aspire.Hosting.RabbitMQ", typeof(RabbitMQBuilderExtensions).Assembly.GetName().Version!.ToString(3))],
            arguments,
            new Dictionary<string, string?>()
        );
    }
}
