using MailDispatcher.Core.Journal;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>The last events, as people read them.</summary>
public sealed class EventWordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly RecentEvents _log = new();

    [Fact]
    public void Runs_ThatFollowOneAnother_AreOneRowUntilSomethingElseHappens()
    {
        Happen(
            new JournalEvent.CreditsRead
            {
                At = Start,
                Remaining = 300,
                Daily = true,
            },
            Run(3, 9),
            new JournalEvent.CreditsRead
            {
                At = Start,
                Remaining = 297,
                Daily = true,
                Expected = 297,
            },
            Run(2, 8),
            new JournalEvent.Operated
            {
                At = Start,
                By = "Olga",
                Action = "pause",
            },
            Run(1, 7),
            new JournalEvent.CreditsRead
            {
                At = Start,
                Remaining = 250,
                Daily = true,
                Expected = 294,
            }
        );
        Assert.Equal(
            [
                "credits: 250 left where 294 were expected",
                "run: 1 attempted, 7 wait",
                "pause: by Olga",
                "2 runs: 5 attempted, 8 wait",
                "credits: 300 left",
            ],
            Words()
        );
    }

    [Fact]
    public void Runs_CutShort_KeepTheirOwnRow()
    {
        Happen(Run(3, 9), Run(0, 9, RunEnding.Provider), Run(1, 8));
        Assert.Equal(
            [
                "run: 1 attempted, 8 wait",
                "run: 0 attempted, 9 wait; the provider cut it short",
                "run: 3 attempted, 9 wait",
            ],
            Words()
        );
    }

    [Fact]
    public void DayThatEnded_IsStillThereAfterHundredsOfRuns()
    {
        Happen([
            new JournalEvent.DayEnded
            {
                At = Start,
                Day = new DateOnly(2026, 11, 19),
                Sent = 300,
                Missed = 2,
                SufficientCredits = 302,
            },
            .. Enumerable.Repeat(Run(1, 4), 900),
        ]);
        Assert.Equal(
            [
                "900 runs: 900 attempted, 4 wait",
                "day ended: 19 November: 300 sent, 2 missed; 302 credits a day would have been enough",
            ],
            Words()
        );
    }

    [Fact]
    public void Start_FoldedBeforeWhatHappenedEarlier_StandsInItsPlace()
    {
        Happen([
            new JournalEvent.Started
            {
                At = Start.AddHours(1),
                Instance = "mail",
                Version = "1.0.0",
            },
            .. Enumerable.Repeat(
                new JournalEvent.Operated
                {
                    At = Start,
                    By = "Olga",
                    Action = "run-now",
                },
                90
            ),
        ]);
        Assert.Equal("started: on mail, version 1.0.0", Words().First());
    }

    private void Happen(params IEnumerable<JournalEvent.OfDispatcher> entries)
    {
        foreach (var entry in entries)
            _log.Apply(entry);
    }

    private IEnumerable<string> Words() => EventWords.Of(_log.Latest()).Select(e => $"{e.What}: {e.Words}");

    private static JournalEvent.RunEnded Run(int sent, int waiting, RunEnding result = RunEnding.Done) =>
        new JournalEvent.RunEnded
        {
            At = Start,
            Run = RunKind.Tick,
            Seconds = 1,
            Waiting = waiting,
            Sent = sent,
            Result = result,
        };
}
