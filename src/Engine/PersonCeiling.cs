using MailDispatcher.Contracts;

namespace MailDispatcher.Engine;

/// <summary>
/// Lets no more mails go to one person than the ceiling allows; the rest waits until it has room, and others go on.
/// What it counts comes from the journal's fold, so a restart forgets nothing; which mails it holds it finds anew. A
/// held mail is one that may not be sent yet: policy, forecast and deadline treat it so.
/// </summary>
internal sealed partial class PersonCeiling(LoopState state, ILogger logger)
{
    private static readonly TimeSpan StormSpan = TimeSpan.FromHours(1);
    private static readonly TimeSpan RecheckAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<Guid, PersonHold> _held = [];

    /// <summary>The mails that wait for room, in no order.</summary>
    public IReadOnlyList<PersonHold> Held
    {
        get
        {
            ForgetGone();
            return [.. _held.Values];
        }
    }

    /// <summary>The same, with when each of them goes: no more of a person's in each window than have room.</summary>
    public IReadOnlyList<PersonHold> Foreseen()
    {
        ForgetGone();
        if (_held.Count == 0 || state.Settings.PerRecipient is not { } ceiling)
            return [];
        var now = state.Now;
        var foreseen = new List<PersonHold>(_held.Count);
        foreach (var theirs in _held.Keys.Select(id => state.Mails.Find(id)!).GroupBy(m => m.PersonKeys[0]))
        {
            var mails = theirs.OrderBy(m => m.Deadline).ThenBy(m => m.Id).ToList();
            var left = state.Projection.People.LeftAt(mails[0].PersonKeys, ceiling, now, state.Day);
            var times = HeldTimes.Of(left, mails.Select(m => m.Deadline), now, state.Day);
            foreseen.AddRange(mails.Zip(times, (mail, at) => _held[mail.Id] with { GoesAt = at }));
        }

        return foreseen;
    }

    /// <summary>Whether a mail may go to its person now; else it is held, and the person's others with it.</summary>
    public bool MayBegin(PendingMail mail)
    {
        if (mail.PersonKeys.Count == 0 || state.Settings.PerRecipient is not { } ceiling)
            return true;
        var now = state.Now;
        var left = state.Projection.People.LeftAt(mail.PersonKeys, ceiling, now, state.Day);
        if (left.All(w => w.Left > 0))
        {
            _held.Remove(mail.Id);
            return true;
        }

        var until = WindowCredits.OpensAt(left) ?? now + RecheckAfter;
        var person = mail.PersonKeys[0];
        var theirs = state
            .Mails.All.Where(m =>
                m.State is PendingMailState.Ready
                && m.PersonKeys.Count > 0
                && m.PersonKeys[0] == person
                && (_held.ContainsKey(m.Id) || m.Waiting.NotBefore is not { } at || at <= now)
            )
            .ToList();
        Hold(theirs, until, now);
        return false;
    }

    /// <summary>
    /// Lets go on what waits for room that is there sooner: a mail was not taken, or a copy was withdrawn.
    /// </summary>
    public void LetGo()
    {
        if (_held.Count == 0 || state.Settings.PerRecipient is not { } ceiling)
            return;
        var now = state.Now;
        var waiting = Held.Select(h => state.Mails.Find(h.Mail)!)
            .Where(m => m.State is PendingMailState.Ready)
            .GroupBy(m => m.PersonKeys[0]);
        foreach (var theirs in waiting)
        {
            var first = theirs.First();
            var room = state.Projection.People.LeftAt(first.PersonKeys, ceiling, now, state.Day).Min(w => w.Left);
            foreach (var mail in theirs.OrderBy(m => m.Deadline).ThenBy(m => m.Id).Take(room))
            {
                _held.Remove(mail.Id);
                WaitUntil(mail, null);
            }
        }
    }

    private void Hold(List<PendingMail> theirs, DateTimeOffset until, DateTimeOffset now)
    {
        foreach (var alike in theirs.GroupBy(m => m.Request.Template))
        {
            var first = alike.First();
            var newest = alike.Max(m => m.Arrived);
            var came =
                alike.Count(m => m.Arrived > newest - StormSpan)
                + state.Projection.People.WithinTheHour(first.PersonKeys, alike.Key, now);
            var isStorm = came > StormAbove;
            // Each time it begins, not for each mail that comes to it.
            if (!alike.Any(m => _held.TryGetValue(m.Id, out var hold) && (hold.IsStorm || !isStorm)))
                Say(alike.Key, alike.Count(), came, isStorm, until);
            foreach (var mail in alike)
            {
                var before = _held.GetValueOrDefault(mail.Id);
                var stays = before?.Until == until && mail.Waiting.NotBefore >= until;
                _held[mail.Id] = new PersonHold(mail.Id, alike.Key, until, isStorm || (stays && before!.IsStorm));
                if (!stays)
                    WaitUntil(mail, until);
            }
        }
    }

    // The shortest window says what one person may bear at once.
    private int StormAbove =>
        state.Settings.PerRecipient!.Windows.OfType<Window.Hour>().Select(w => (int?)w.Mails).FirstOrDefault()
        ?? state.Settings.PerRecipient.Windows.Min(w => w.Mails);

    private void ForgetGone()
    {
        foreach (var gone in _held.Values.Where(hold => !IsStillHeld(hold)).ToList())
            _held.Remove(gone.Mail);
    }

    private bool IsStillHeld(PersonHold hold) =>
        hold.Until > state.Now
        && state.Mails.Find(hold.Mail)
            is { State: PendingMailState.Ready or PendingMailState.Returning or PendingMailState.Moving };

    private void WaitUntil(PendingMail mail, DateTimeOffset? until)
    {
        state.Mails.PutOff(mail, until);
        state.HasNews = true;
    }

    private void Say(int template, int mails, int came, bool isStorm, DateTimeOffset until)
    {
        if (isStorm)
            Log.Storm(logger, MailTemplate.NameOf(template), came, mails, until);
        else
            Log.BusyDay(logger, mails, MailTemplate.NameOf(template), until);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "A storm: {Came} mails of template {Template} came for one person within an hour. {Held} of them are held "
                + "until {Until:u}; does an app repeat itself?"
        )]
        public static partial void Storm(ILogger logger, string template, int came, int held, DateTimeOffset until);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "{Held} mails of template {Template} for one person are held until {Until:u}: the person has had as many "
                + "as Dispatch__PerRecipient allows."
        )]
        public static partial void BusyDay(ILogger logger, int held, string template, DateTimeOffset until);
    }
}
