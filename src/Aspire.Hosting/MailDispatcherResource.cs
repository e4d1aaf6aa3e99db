using Aspire.Hosting.ApplicationModel;

namespace MailDispatcher.Aspire.Hosting;

/// <summary>
/// The daemon as a container. An app that references it gets its broker's address, under the name that
/// <c>AddMailPublisher</c> reads.
/// </summary>
/// <param name="name">Its name in the app host; a host name too.</param>
/// <param name="broker">The RabbitMQ whose queue it reads and apps publish to.</param>
public sealed class MailDispatcherResource(string name, IResourceWithConnectionString broker)
    : ContainerResource(name),
        IResourceWithConnectionString
{
    internal const string PageEndpoint = "http";

    /// <value>The page, the API and <c>/metrics</c>.</value>
    public EndpointReference Page => new(this, PageEndpoint);

    /// <value>The broker's address: mails are asked for in its queue.</value>
    public ReferenceExpression ConnectionStringExpression { get; } = ReferenceExpression.Create($"{broker}");

    /// <inheritdoc/>
    public string ConnectionStringEnvironmentVariable => "MailDispatcher__Broker";
}
