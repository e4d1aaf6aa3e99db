using System.Collections.Concurrent;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Contracts;
using MailDispatcher.MailManager.Checks;

namespace MailDispatcher.Consumer.Ops.Provider;

/// <summary>
/// Asks the provider for each template that mail waits on, before a mail is refused for want of it; so it also notices
/// within a minute that the provider is down while mail waits, and that a template which rests is usable again. It
/// keeps what it learns in memory and never touches a mail.
/// </summary>
internal sealed class TemplatePolling(
    IProviderCheck check,
    ProviderCalls calls,
    DispatcherStatus status,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    // The provider allows 300 such calls an hour; a template that is mended should show soon.
    private static readonly TimeSpan GoodHolds = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BadHolds = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, (DateTimeOffset At, string? Problem, bool IsKnown)> _known = [];

    /// <summary>The templates that can't be sent, with what waits on them.</summary>
    public IReadOnlyList<UnusableTemplate> Unusable()
    {
        if (status.View is not { } view)
            return [];
        // What the provider says to a mail counts before what it says when it is asked.
        var problems = _known.Where(k => k.Value.Problem is not null).ToDictionary(k => k.Key, k => k.Value.Problem!);
        foreach (var rest in view.RestingTemplates)
            problems[rest.Template] = $"the provider refuses its mails: {rest.Reason}; one of them tries now and then";
        return
        [
            .. problems.Select(problem =>
            {
                var waiting = view.Waiting.Where(row => !row.IsCancel && row.Waiting.Template == problem.Key).ToList();
                return new UnusableTemplate(
                    MailTemplate.NameOf(problem.Key),
                    waiting.Count,
                    waiting.Count == 0 ? null : waiting.Min(row => row.Deadline),
                    problem.Value
                );
            }),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Real time: a fast clock must not ask the provider faster than it allows.
        using var timer = new PeriodicTimer(PollInterval);
        do
        {
            foreach (var template in Due())
                await AskAsync(template, stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // An account at fault would only be refused once more.
    private IReadOnlyList<int> Due()
    {
        if (status.View is not { ProviderFault: null } view)
            return [];
        var resting = view.RestingTemplates.Select(rest => rest.Template).ToHashSet();
        return
        [
            .. view
                .Waiting.Where(row => !row.IsCancel)
                .Select(row => row.Waiting.Template)
                .Distinct()
                .Where(template =>
                    !_known.TryGetValue(template, out var known)
                    || time.GetUtcNow() - known.At
                        > (
                            known is { IsKnown: true, Problem: null } && !resting.Contains(template)
                                ? GoodHolds
                                : BadHolds
                        )
                ),
        ];
    }

    private async Task AskAsync(int template, CancellationToken cancellationToken)
    {
        var answer = await check.CheckTemplateAsync(template, cancellationToken);
        var now = time.GetUtcNow();
        var problem = answer switch
        {
            TemplateCheck.Missing missing => $"the provider has no template {missing.ProviderId}",
            TemplateCheck.Inactive inactive => $"template {inactive.ProviderId} is switched off at the provider",
            TemplateCheck.Broken broken => broken.Reason,
            _ => null,
        };
        var before = _known.GetValueOrDefault(template);
        // What was known stays known while the provider can't be asked.
        var isKnown = answer is not TemplateCheck.Unknown;
        _known[template] = (now, isKnown ? problem : before.Problem, isKnown);
        if (isKnown && problem is null && before.Problem is not null)
            status.Loop?.TemplateMended(template);
        if (check.HasTemplatesHere)
            return;
        if (answer is TemplateCheck.Unknown { IsRefusal: false } unknown)
            calls.Failed(now, unknown.Reason);
        else
            calls.Answered(now);
    }
}
