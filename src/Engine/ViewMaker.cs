namespace MailDispatcher.Engine;

/// <summary>Copies what others may see out of the loop's state.</summary>
internal static class ViewMaker
{
    private static readonly RunKind[] Kinds = Enum.GetValues<RunKind>();

    public static DispatchView Make(
        LoopState state,
        CreditReadings credits,
        AllowanceLeft allowance,
        RunControl runs,
        PersonCeiling people,
        LaterMails later,
        IReadOnlySet<Guid>? missing,
        int ready,
        int parked,
        int notParked
    )
    {
        var (projection, now) = (state.Projection, state.Now);
        var coalesces = state.Settings.Coalescing.IsOn;
        var rows = new List<PendingRow>(state.Mails.Count);
        foreach (var mail in state.Mails.All)
        {
            rows.Add(
                new PendingRow(
                    mail.Waiting,
                    mail.State is PendingMailState.Attempting or PendingMailState.Asking,
                    mail.Request.Cancel,
                    mail.Request.Topic,
                    coalesces ? mail.CoalesceKey : null,
                    IsAtRisk(mail.Id)
                )
            );
        }

        foreach (var mail in later.All)
            rows.Add(
                new PendingRow(
                    mail,
                    IsInFlight: false,
                    IsCancel: false,
                    Topic: null,
                    CoalesceKey: null,
                    IsAtRisk(mail.Id)
                )
            );
        bool IsAtRisk(Guid mail) => projection.Find(mail)?.IsAtRisk is true;
        return new DispatchView
        {
            At = now,
            Waiting = rows,
            Ready = ready,
            Credits = CreditStanding.Of(projection.Credits, credits.Problem),
            CreditsADay = state.CreditsADay,
            Windows = allowance.Windows ?? [],
            Uncertain =
            [
                .. projection
                    .Uncertain()
                    .Where(m => state.Mails.Find(m.Id) is not { State: PendingMailState.Attempting }),
            ],
            Open = projection.UncertainCount,
            Events = projection.Events.Latest(),
            Today = projection.Days.Of(state.Day.Of(now)),
            LastDay = projection.Days.LastDay(now),
            PausedBy = projection.Dispatcher.PausedBy,
            ProviderFault = projection.Dispatcher.ProviderFault,
            RestingTemplates = [.. projection.Dispatcher.RestingTemplates.Values],
            EventsCompleteUntil = projection.Dispatcher.EventsCompleteUntil,
            HeldPerPerson = people.Foreseen(),
            ProviderRestsUntil = runs.RestsUntil,
            LastRuns = projection.Dispatcher.Ended,
            CarriedOutUntil = Times(projection.CarriedOutUntil),
            History = projection.HistoryBefore(now),
            Since = projection.Since,
            Parked = parked,
            Missing = missing,
            NotParked = notParked,
        };
    }

    private static Dictionary<RunKind, DateTimeOffset> Times(Func<RunKind, DateTimeOffset?> of) =>
        Kinds
            .Select(kind => (kind, at: of(kind)))
            .Where(p => p.at is not null)
            .ToDictionary(p => p.kind, p => p.at!.Value);
}
