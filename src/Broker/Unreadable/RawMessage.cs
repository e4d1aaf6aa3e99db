using RabbitMQ.Client;

namespace MailDispatcher.Broker.Unreadable;

/// <summary>A message as it came, its properties as bytes.</summary>
/// <param name="Tag">What the broker calls it.</param>
/// <param name="Properties">Flags and list, as in the content header (AMQP 0-9-1, section 4.2.6.1).</param>
internal sealed record RawMessage(ulong Tag, byte[] Properties, byte[] Body)
{
    /// <summary>The properties as the client reads them, or why it can't.</summary>
    public (IReadOnlyBasicProperties? Properties, string? Problem) Read()
    {
        try
        {
            return (new ReadOnlyBasicProperties(Properties), null);
        }
        catch (Exception e)
        {
            return (null, e.Message.Split('\n')[0].TrimEnd('.'));
        }
    }
}
