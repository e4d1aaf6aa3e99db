using System.Globalization;
using MailDispatcher.Broker.Conformance;
using MailDispatcher.Consumer.Ops.Checks;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Requests;

namespace MailDispatcher.Consumer.Conformance;

/// <summary>
/// Tells of each message what its publisher got wrong, by the rules that the dispatcher itself goes by. It remembers
/// what came before, so that two mails of one id are found.
/// </summary>
/// <param name="provider">Knows the templates; null when no provider is set.</param>
internal sealed class MessageExaminer(MailRequestCodecOptions wire, IProviderCheck? provider, TimeProvider time)
{
    // What only the properties tell.
    private static readonly PublishFault[] OfProperties =
    [
        PublishFault.Transient,
        PublishFault.NoId,
        PublishFault.IdNoUuid,
        PublishFault.NoTime,
    ];

    private readonly Dictionary<Guid, (int Number, long Content)> _seen = [];
    private readonly Dictionary<int, TemplateCheck> _templates = [];
    private int _count;

    public async Task<ExaminedMessage> ExamineAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var delivery = message.Delivery;
        var decoded = MailRequestCodec.Decode(delivery.Body.Span, wire, delivery.Published);
        var request = (decoded as DecodedMail.Valid)?.Request;
        var id = MailId.OfDecoded(decoded, delivery.MessageId, delivery.Body.Span);
        var findings = new List<Finding>();
        if (message.HeaderProblem is { } problem)
            findings.Add(new Finding(WordsOfHeaders(problem)));
        foreach (var fault in PublishFaults.Of(delivery, decoded))
            if (message.HeaderProblem is null || !OfProperties.Contains(fault))
                findings.AddRange(WordsFor(fault, decoded).Select(words => new Finding(words)));
        if (request is not null)
        {
            if (MailRequestRules.FirstProblem(request, time.GetUtcNow()) is { } late)
                findings.Add(new Finding(late));
            if (!request.Cancel)
                findings.AddRange(await TemplateAsync(request, cancellationToken));
        }

        var number = ++_count;
        if (request is not null && SameId(id, number, MailRequestCodec.ContentHash(request)) is { } same)
            findings.Add(same);
        return new ExaminedMessage(number, id, request, findings);
    }

    private static IEnumerable<string> WordsFor(PublishFault fault, DecodedMail decoded) =>
        fault switch
        {
            PublishFault.Transient =>
            [
                "transient: publish it with delivery mode 2 (persistent), or a restart of the broker loses it",
            ],
            PublishFault.NoId =>
            [
                "no id: give it a UUID (id, or the AMQP message_id) that stays the same when you try again",
            ],
            PublishFault.IdNoUuid =>
            [
                "message_id: not a UUID, and the body has no id; a counter that begins anew makes another mail pass "
                    + "for a copy",
            ],
            PublishFault.NoTime =>
            [
                "no time: write published_at (or the AMQP timestamp), which tells the newer of two about one topic",
            ],
            // What made it unreadable is told as such.
            PublishFault.NoZone => decoded
                .TimesWithoutZone.Where(field => field != (decoded as DecodedMail.Unreadable)?.Field)
                .Select(field => $"{field}: a time without a zone; write it as 2026-12-01T10:00:00-03:00"),
            PublishFault.UnknownField => decoded.UnknownFields.Select(field =>
                decoded.NearestFields.TryGetValue(field, out var nearest)
                    ? $"{field}: unknown field; did you mean {nearest}?"
                    : $"{field}: unknown field, which nobody reads"
            ),
            PublishFault.Unreadable => [((DecodedMail.Unreadable)decoded).Reason],
            PublishFault.UnreadableHeaders => [WordsOfHeaders("its properties")],
            _ => throw new InvalidOperationException("A fault without words."),
        };

    private static string WordsOfHeaders(string problem) =>
        $"headers: the dispatcher can't read them ({problem}), and would park the mail without them; write whole "
        + "numbers beyond 32 bits and decimals as text";

    private Finding? SameId(Guid id, int number, long content)
    {
        if (_seen.TryAdd(id, (number, content)))
            return null;
        var (first, before) = _seen[id];
        var message = first.ToString(CultureInfo.InvariantCulture);
        return before == content
            ? new Finding($"a copy of message {message}: it would be sent once", IsWrong: false)
            : new Finding($"id: message {message} has it and says something else; give each mail an id of its own");
    }

    private async Task<IEnumerable<Finding>> TemplateAsync(MailRequest request, CancellationToken cancellationToken)
    {
        if (provider is null)
            return [];
        if (!_templates.TryGetValue(request.Template, out var template))
            _templates[request.Template] = template = await provider.CheckTemplateAsync(
                request.Template,
                cancellationToken
            );
        switch (template)
        {
            case TemplateCheck.Ready ready:
                var given = TemplateParameters.NamesOf(request);
                return ready
                    .Parameters.Except(ready.Optional)
                    .Except(given)
                    .Where(name => name != OutgoingMail.AlongParameter)
                    .Order(StringComparer.Ordinal)
                    .Select(name => new Finding(
                        $"params.{name}: the template shows it, and the request does not give it"
                    ));
            case TemplateCheck.Unknown unknown:
                return [new Finding($"template: could not be checked: {unknown.Reason}", IsWrong: false)];
            default:
                return [new Finding($"template: {ProviderChecks.Template(request.Template, template, false).Words}")];
        }
    }
}
