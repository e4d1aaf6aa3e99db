using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Ports;

/// <summary>Finds what is wrong with how a message was published. Pure.</summary>
public static class PublishFaults
{
    /// <returns>Each fault once; empty when all is well.</returns>
    public static IEnumerable<PublishFault> Of(Delivery delivery, DecodedMail decoded)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(decoded);
        if (delivery.IsTransient)
            yield return PublishFault.Transient;
        if (decoded is DecodedMail.Valid { Request: var request })
        {
            if (request.Id is not { } id || id == Guid.Empty)
            {
                if (string.IsNullOrEmpty(delivery.MessageId))
                    yield return PublishFault.NoId;
                else if (!Guid.TryParse(delivery.MessageId, out _))
                    yield return PublishFault.IdNoUuid;
            }

            if ((request.PublishedAt ?? delivery.Published) is null)
                yield return PublishFault.NoTime;
        }
        else
        {
            yield return PublishFault.Unreadable;
        }

        if (decoded.TimesWithoutZone.Count > 0)
            yield return PublishFault.NoZone;
        if (decoded.UnknownFields.Count > 0)
            yield return PublishFault.UnknownField;
    }
}
