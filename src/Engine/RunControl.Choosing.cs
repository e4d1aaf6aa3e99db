using System.Diagnostics;

namespace MailDispatcher.Engine;

/// <content>Which mails go, and when.</content>
internal sealed partial class RunControl
{
    private void Decide(ActiveRun run)
    {
        if (state.Projection.Dispatcher.PausedBy is not null || credits.Current is not { } left)
        {
            run.Chosen.Clear();
            return;
        }

        var now = state.Now;
        if (run.Request.Kind == RunKind.Tick)
        {
            if (!state.HasNews && now < _decideAt)
                return;
            _decideAt = now + state.Settings.Tick;
            if (allowance.MoreAt is { } more && more < _decideAt)
                _decideAt = more;
        }
        // It chooses once, so it waits until all that could be chosen is known, for as long as is reasonable.
        else if (!run.IsDecided && state.IsTakingIn && Stopwatch.GetElapsedTime(run.Started) < LongestTakingIn)
        {
            return;
        }
        // A mail that was chosen before it was in hand may have come.
        else if (run.IsDecided && !(run.HasAwaited && state.HasNews))
        {
            return;
        }

        (run.IsDecided, state.HasNews) = (true, false);
        people.LetGo();
        var candidates = SendableMails.Of(
            state,
            new Situation
            {
                Kind = run.Request.Kind,
                Now = now,
                Waiting = templates.Sendable(state.Mails.Waiting),
                Credits = left,
                CreditsADay = state.CreditsADay,
                Windows = allowance.Windows,
                History = state.Projection.HistoryBefore(now),
                AlreadySent = run.Request.Sent,
            }
        );
        LastDecision = state.Settings.Policy.Decide(candidates.Situation);
        run.Chosen.Clear();
        foreach (var mail in LastDecision.Send)
            if (state.Mails.Find(mail.Id) is { State: PendingMailState.Ready } chosen)
                run.Chosen.Enqueue((chosen, candidates.Along(mail.Id)));
        if (later.Count > 0)
            later.Want(LastDecision.Send.Select(mail => mail.Id));
        run.HasAwaited |= later.Awaits;
        if (run.Chosen.Count > 0)
            Log.Decided(logger, run.Request.Kind, run.Chosen.Count, LastDecision.Reason);
    }

    // False when some of what was chosen is held for its person's sake: then others may have the places.
    // Never more with the provider than may leave: an attempt counts as spent until it is known that it was not.
    private bool Send(ActiveRun run)
    {
        if (credits.IsAsking || state.Projection.Dispatcher.PausedBy is not null)
            return true;
        var most = run.Chosen.Count > 0 ? allowance.MostNow : 0;
        var heldBack = false;
        List<(PendingMail, IReadOnlyList<Guid>)> held = [];
        while (run.Chosen.Count > 0 && state.InFlight < attempts.Limit.Now && most > 0 && held.Count < MostHeld)
        {
            var (mail, along) = run.Chosen.Dequeue();
            if (mail.State != PendingMailState.Ready)
                continue;
            if (!templates.MayBegin(mail.Request.Template))
            {
                if (!state.Projection.Dispatcher.RestingTemplates.ContainsKey(mail.Request.Template))
                    held.Add((mail, along));
                continue;
            }

            if (!people.MayBegin(mail))
            {
                heldBack = run.HasAwaited = true;
                continue;
            }

            // It waits until more is left; cheaper ones need not wait with it.
            if (mail.Waiting.Credits > most)
                continue;
            if (attempts.Begin(mail, along))
                most -= mail.Waiting.Credits;
            run.Request.CountSent();
        }

        run.HoldBack(held);
        if (most == 0 && credits.Current is not null)
            run.Chosen.Clear();
        return !heldBack;
    }
}
