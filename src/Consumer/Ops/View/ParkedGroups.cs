using System.Diagnostics;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Contracts;
using MailDispatcher.Engine;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>
/// The parked mails by cause, reason and template, read from their queue while somebody looks: when their number
/// changes, else now and then.
/// </summary>
internal sealed class ParkedGroups(DispatcherStatus status, OperatorActions actions, ParkedRetention retention)
{
    // Reading takes all of them in hand for a moment.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private IReadOnlyList<ParkedGroup> _latest = [];
    private int _knownCount;
    private long _readAt;

    /// <summary>Most urgent group first. What was last seen while the broker is away.</summary>
    public async Task<IReadOnlyList<ParkedGroup>> ReadAsync(CancellationToken cancellationToken)
    {
        var count = status.ParkedCount;
        if (count == 0)
            return _latest = [];
        if (count == _knownCount && _readAt != 0 && Stopwatch.GetElapsedTime(_readAt) < Fresh)
            return _latest;
        if (await actions.ReadParkedAsync(cancellationToken) is not { } mails)
            return _latest;
        var (obsolete, warnings) = await KnownAsync(mails, cancellationToken);
        (_knownCount, _readAt) = (count, Stopwatch.GetTimestamp());
        return _latest = [
            .. mails
                .GroupBy(mail => (mail.Note.Cause, mail.Note.Reason, mail.Request?.Template))
                .Select(group => Group(group, obsolete, warnings))
                .OrderBy(group => group.OldestDeadline ?? DateTimeOffset.MaxValue),
        ];
    }

    /// <summary>
    /// Those that a newer request has made obsolete, and the warnings that were given; none while there is no loop to
    /// ask.
    /// </summary>
    private async Task<(
        IReadOnlyDictionary<Guid, Obsolete> Obsolete,
        IReadOnlyList<DiscardWarning> Warnings
    )> KnownAsync(IReadOnlyList<ParkedMail> mails, CancellationToken cancellationToken)
    {
        if (status.Loop is not { } loop)
            return (new Dictionary<Guid, Obsolete>(), []);
        return await loop.ReadAsync(projection =>
                (
                    (IReadOnlyDictionary<Guid, Obsolete>)
                        mails
                            .Where(mail => mail.Request is not null)
                            .Select(mail => ObsoleteParked.Of(mail.Note.Mail, mail.Request!, projection))
                            .OfType<Obsolete>()
                            .DistinctBy(obsolete => obsolete.Id)
                            .ToDictionary(obsolete => obsolete.Id),
                    (IReadOnlyList<DiscardWarning>)projection.Dispatcher.DiscardWarnings
                )
            )
            .WaitAsync(Patience, cancellationToken);
    }

    private ParkedGroup Group(
        IGrouping<(string Cause, string Reason, int? Template), ParkedMail> mails,
        IReadOnlyDictionary<Guid, Obsolete> obsolete,
        IReadOnlyList<DiscardWarning> warnings
    )
    {
        var rows = mails
            .Select(mail => Row(mail, obsolete.GetValueOrDefault(mail.Note.Mail), warnings))
            .OrderBy(row => row.Deadline ?? DateTimeOffset.MaxValue)
            .ThenBy(row => row.At)
            .ToList();
        return new ParkedGroup(
            mails.Key.Cause,
            mails.Key.Reason,
            mails.Key.Template is { } template ? MailTemplate.NameOf(template) : null,
            rows.Count,
            rows.Min(row => row.Deadline),
            rows
        );
    }

    private ParkedRow Row(ParkedMail mail, Obsolete? obsolete, IReadOnlyList<DiscardWarning> warnings) =>
        new(
            mail.Note.Mail,
            mail.Note.Cause,
            mail.Note.Reason,
            mail.Note.At,
            mail.Request is { Cancel: false } request ? request.Deadline : null,
            mail.Request is not null,
            obsolete?.By,
            obsolete?.Cancelled ?? false,
            retention.DiscardAt(ParkedDiscarding.CountsFrom(mail), warnings),
            mail.GivenId
        );
}
