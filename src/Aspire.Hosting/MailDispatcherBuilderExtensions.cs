using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace MailDispatcher.Aspire.Hosting;

/// <summary>Puts the daemon into an app host.</summary>
public static class MailDispatcherBuilderExtensions
{
    private const string ConsumerImage = "mail-dispatcher/consumer";
    private const string SandboxImage = "mail-dispatcher/sandbox";

    // Those of the images, as docker-compose.yml has them.
    private const int PagePort = 5000;
    private const int SandboxPort = 8025;

    private static readonly string ImageTag = typeof(MailDispatcherResource).Assembly.GetName().Version!.ToString(3);

    /// <summary>
    /// The daemon, from the image <c>mail-dispatcher/consumer</c> of this package's version; <c>WithImage</c> and
    /// <c>WithDockerfile</c> take another. It sends nothing without a provider: add <see cref="WithBrevo"/> or
    /// <see cref="WithSandbox"/>. All its settings can be given by <c>WithEnvironment</c>.
    /// </summary>
    /// <param name="builder">The app host's.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="broker">The RabbitMQ, as <c>AddRabbitMQ</c> or <c>AddConnectionString</c> make it; the daemon
    /// declares its queues there.</param>
    /// <param name="token">Signs in to the page. Null: one is generated, and the app host's dashboard shows it.</param>
    public static IResourceBuilder<MailDispatcherResource> AddMailDispatcher(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        IResourceBuilder<IResourceWithConnectionString> broker,
        IResourceBuilder<ParameterResource>? token = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(broker);
        var signIn =
            token?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(
                builder,
                $"{name}-ops-token",
                special: false
            );
        return builder
            .AddResource(new MailDispatcherResource(name, broker.Resource))
            .WithImage(ConsumerImage, ImageTag)
            .WithHttpEndpoint(targetPort: PagePort, name: MailDispatcherResource.PageEndpoint)
            .WithHttpHealthCheck("/health/ready")
            .WithEnvironment("QUEUE_SERVICE_URL", broker)
            .WithEnvironment("Ops__Token", signIn);
    }

    /// <summary>Sends for real, on the allowance of this account of Brevo.</summary>
    /// <param name="dispatcher">The daemon.</param>
    /// <param name="apiKey">A key of its v3 API; make the parameter a secret.</param>
    public static IResourceBuilder<MailDispatcherResource> WithBrevo(
        this IResourceBuilder<MailDispatcherResource> dispatcher,
        IResourceBuilder<ParameterResource> apiKey
    )
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(apiKey);
        return dispatcher.WithEnvironment("SENDINBLUE_API_KEY", apiKey);
    }

    /// <summary>
    /// Sends to nobody: a stand-in for the provider, which shows on its page what it was given. For development.
    /// </summary>
    public static IResourceBuilder<MailDispatcherResource> WithSandbox(
        this IResourceBuilder<MailDispatcherResource> dispatcher
    )
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        var sandbox = dispatcher
            .ApplicationBuilder.AddContainer($"{dispatcher.Resource.Name}-sandbox", SandboxImage, ImageTag)
            .WithHttpEndpoint(targetPort: SandboxPort, name: "http")
            .GetEndpoint("http");
        return dispatcher
            .WithEnvironment("SENDINBLUE_URL", ReferenceExpression.Create($"{sandbox}/v3"))
            .WithEnvironment("SENDINBLUE_API_KEY", "xkeysib-sandbox");
    }

    /// <summary>
    /// Tells an app with <c>AddMailPublisher</c> where the queue is, and its own name, under which it hears of its
    /// mails. Add <c>WaitFor</c>: the daemon makes the queue, and a publisher takes a missing one for a mistake.
    /// </summary>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> app,
        IResourceBuilder<MailDispatcherResource> dispatcher
    )
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(dispatcher);
        // By its type Aspire's own method is meant, and not this one again.
        IResourceBuilder<IResourceWithConnectionString> queue = dispatcher;
        return app.WithReference(queue).WithEnvironment("MailDispatcher__App", app.Resource.Name);
    }
}
