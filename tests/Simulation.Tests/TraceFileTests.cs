using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;
using static MailDispatcher.Simulation.Tests.GivenTrace;

namespace MailDispatcher.Simulation.Tests;

public sealed class TraceFileTests
{
    [Fact]
    public void Read_ALine_TakesWhatItSays()
    {
        var mail = Read(
            """{"arrival":"2026-03-02T09:00:00Z","event":"2026-03-02T12:00:00-03:00","template":"mentoring_cancelled","value":7.5,"id":"a"}"""
        );

        Assert.Equal(At(9), mail.Arrival);
        Assert.Equal(At(15), mail.Event);
        Assert.Equal((11, 7.5, "a"), (mail.Template, mail.Value, mail.Id));
    }

    [Fact]
    public void Read_WithoutValueAndId_TakesThemFromTheTableAndTheLine()
    {
        var mail = Read("""{"arrival":"2026-03-02T09:00:00","event":"2026-03-02T12:00:00","template":11}""");

        Assert.Equal(At(9), mail.Arrival);
        Assert.Equal(("1", 20.0), (mail.Id, mail.Value));
    }

    [Fact]
    public void Read_UnknownTemplate_HasTheCommonValue() =>
        Assert.Equal(
            4,
            Read("""{"arrival":"2026-03-02T09:00:00Z","event":"2026-03-02T12:00:00Z","template":"who_knows"}""").Value
        );

    [Fact]
    public void Read_TopicAndVersion_AreTaken()
    {
        var mail = Read(
            """{"arrival":"2026-03-02T09:00:00Z","event":"2026-03-02T12:00:00Z","topic":"t","recipient":"r","version":3,"cancel":true,"id":7}"""
        );

        Assert.Equal(("t", "r", 3L, true, "7"), (mail.Topic, mail.Recipient, mail.Version, mail.Cancel, mail.Id));
    }

    [Theory]
    [InlineData("[]", "a JSON object is needed, say {")]
    [InlineData("{", "a JSON object is needed, say {")]
    [InlineData("# a heading", "a JSON object is needed, say {")]
    [InlineData("""{"event":"2026-03-02T12:00:00Z"}""", "arrival: a time as 2026-03-02T09:00:00Z is needed.")]
    [InlineData(
        """{"arrival":"2026-03-02T12:00:00Z","event":"soon"}""",
        "event: a time as 2026-03-02T09:00:00Z is needed."
    )]
    [InlineData(
        """{"arrival":"2026-03-02T12:00:00Z","event":"2999-03-02T12:00:00Z"}""",
        "event: a time between 1970 and 2200 is needed."
    )]
    [InlineData(
        """{"arrival":"2026-03-02T12:00:00Z","event":"2026-03-02T12:00:00Z","value":-1}""",
        "value: a number from 0 on is needed."
    )]
    [InlineData(
        """{"arrival":"2026-03-02T12:00:00Z","event":"2026-03-02T12:00:00Z","value":"x"}""",
        "value: a number from 0 on is needed."
    )]
    public void Read_WhatIsNoMail_SaysWhichLineAndWhy(string line, string why)
    {
        var error = Assert.Throws<FormatException>(() => TraceFile.Read(["", line], new ValueTable()));

        Assert.StartsWith("Line 2 of the trace: " + why, error.Message);
    }

    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        var trace = Demand.Named("short-notice")!.Trace(seed: 1, days: 2, creditsADay: 20);
        var text = new StringWriter();

        TraceFile.Write(text, trace);

        Assert.Equal(trace, TraceFile.Read(text.ToString().Split('\n'), new ValueTable()));
    }

    [Fact]
    public void WriteFates_OneLinePerMail_InTheOrderOfTheTrace()
    {
        var text = new StringWriter();

        TraceFile.WriteResults(
            text,
            [Trace(1, At(9), At(12), 5), Trace(2, At(9), At(12), 1.5)],
            [new MailResult.Sent(At(9.5)), new MailResult.Expired()]
        );

        Assert.Equal(
            """
            {"id":"1","arrival":"2026-03-02T09:00:00Z","event":"2026-03-02T12:00:00Z","value":5,"sent":"2026-03-02T09:30:00Z","outcome":"sent"}
            {"id":"2","arrival":"2026-03-02T09:00:00Z","event":"2026-03-02T12:00:00Z","value":1.5,"sent":null,"outcome":"expired"}

            """,
            text.ToString()
        );
    }

    private static TraceMail Read(string line) => Assert.Single(TraceFile.Read([line, " "], new ValueTable()));
}
