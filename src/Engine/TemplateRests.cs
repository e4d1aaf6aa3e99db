using System.Collections.Immutable;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>
/// A template that the provider can't send rests alone: its mails wait, others go on, and now and then one mail of it
/// tries. As soon as one is taken, all go on. Of a template of which nothing was taken lately one mail goes first, so
/// that a hundred are not refused at once. That a template rests is in the journal; a restart begins with the same.
/// </summary>
internal sealed partial class TemplateRests(LoopState state, ILogger logger)
{
    private static readonly TimeSpan ProofHolds = TimeSpan.FromMinutes(10);

    private readonly Dictionary<int, DateTimeOffset> _provenAt = [];
    private readonly Dictionary<int, int> _inFlight = [];

    // Mails that were refused for their template, and whether another one of it was taken since.
    private readonly Dictionary<Guid, (int Template, bool OthersWereTaken)> _refused = [];

    // Those that rest and that the provider calls usable again: one mail may try at once.
    private readonly HashSet<int> _mended = [];

    private bool _hasChanged;

    private ImmutableDictionary<int, TemplateRest> Resting => state.Projection.Dispatcher.RestingTemplates;

    /// <summary>A template rests, or goes on, since this was asked last.</summary>
    public bool TakeChange()
    {
        var changed = _hasChanged;
        _hasChanged = false;
        return changed;
    }

    /// <summary>When the next mail will try; null when none has to be waited for.</summary>
    public DateTimeOffset? NextAt =>
        Resting.Values.Where(r => r.ProbeAt > state.Now).Select(r => (DateTimeOffset?)r.ProbeAt).Min();

    /// <summary>Whether a mail of a template may be brought to the provider now.</summary>
    public bool MayBegin(int template)
    {
        if (Resting.TryGetValue(template, out var rest))
            return (rest.ProbeAt <= state.Now || _mended.Contains(template)) && !_inFlight.ContainsKey(template);
        return !_inFlight.ContainsKey(template)
            || (_provenAt.TryGetValue(template, out var proven) && state.Now - proven < ProofHolds);
    }

    /// <summary>Without the mails of templates that rest, but for the one that tries.</summary>
    public IReadOnlyCollection<WaitingMail> Sendable(IReadOnlyCollection<WaitingMail> waiting)
    {
        if (Resting.Count == 0)
            return waiting;
        var probes = waiting
            .Where(m => Resting.ContainsKey(m.Template) && MayBegin(m.Template))
            .Where(m => m.NotBefore is not { } until || until <= state.Now)
            .GroupBy(m => m.Template)
            .Select(mails =>
                mails.OrderBy(m => _refused.ContainsKey(m.Id)).ThenBy(m => m.Deadline).ThenBy(m => m.Id).First()
            );
        return [.. waiting.Where(m => !Resting.ContainsKey(m.Template)), .. probes];
    }

    public void Began(int template) => _inFlight[template] = _inFlight.GetValueOrDefault(template) + 1;

    public void Ended(int template)
    {
        if (--_inFlight[template] == 0)
            _inFlight.Remove(template);
    }

    /// <summary>
    /// The provider, when asked, no longer has a fault in it: one mail need not wait for its time to try.
    /// </summary>
    public void Mended(int template)
    {
        if (Resting.ContainsKey(template) && _mended.Add(template))
            state.HasNews = true;
    }

    /// <summary>The provider took a mail of it, or found fault with the mail itself.</summary>
    public void Proved(int template)
    {
        _mended.Remove(template);
        _provenAt[template] = state.Now;
        if (!Resting.TryGetValue(template, out var rest))
            return;
        foreach (var (mail, _) in _refused.Where(r => r.Value.Template == template).ToList())
            _refused[mail] = (template, true);
        _hasChanged = true;
        Log.GoesOn(logger, MailTemplate.NameOf(template), rest.Since);
        state.Turn.Record(
            new JournalEvent.TemplateFault
            {
                At = state.Now,
                Template = template,
                Open = false,
                Reason = "the provider takes its mails again",
            }
        );
    }

    /// <summary>
    /// Whether only this mail has the fault: another one of its template was taken since it was refused.
    /// </summary>
    public bool IsItsOwn(Guid mail) => _refused.GetValueOrDefault(mail).OthersWereTaken;

    /// <summary>The provider refused a mail for its template.</summary>
    /// <param name="attemptedAt">Those that were under way together count once.</param>
    public void Failed(PendingMail mail, DateTimeOffset attemptedAt, string reason)
    {
        var (now, template) = (state.Now, mail.Request.Template);
        _provenAt.Remove(template);
        _mended.Remove(template);
        _refused[mail.Id] = (template, false);
        var rest = Resting.GetValueOrDefault(template);
        if (rest is not null && attemptedAt <= rest.FailedAt)
            return;
        _hasChanged = true;
        var failures = (rest?.Failures ?? 0) + 1;
        var probe = ProbeTimes.Next(failures, now);
        Log.Rests(logger, MailTemplate.NameOf(template), reason, probe);
        state.Turn.Record(
            new JournalEvent.TemplateFault
            {
                At = now,
                Template = template,
                Open = true,
                Reason = reason,
                Failures = failures,
                ProbeAt = probe,
            }
        );
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Template {Template} can't be sent: {Reason}. Its mails wait, others go on; one of them tries again at "
                + "{ProbeAt:u}."
        )]
        public static partial void Rests(ILogger logger, string template, string reason, DateTimeOffset probeAt);

        [LoggerMessage(2, LogLevel.Information, "Template {Template}, which rested since {Since:u}, is sent again.")]
        public static partial void GoesOn(ILogger logger, string template, DateTimeOffset since);
    }
}
