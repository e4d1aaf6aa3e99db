using System.CommandLine;
using System.Globalization;
using MailDispatcher.Simulation;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer what-if</c>: which plan would have been enough for a trace, under both policies.</summary>
internal static class WhatIfCommand
{
    public static Command Create()
    {
        var options = new SimulationOptions();
        var credits = new Option<string>("--credits")
        {
            Description = "plans to compare: credits a day, or unlimited, with commas between",
            DefaultValueFactory = _ => "300,500,1000,unlimited",
        };
        var command = new Command("what-if", "Says which plan would have been enough for a trace of mails.")
        {
            credits,
        };
        options.AddTo(command);
        command.SetAction(result =>
            CommandErrors.Said(
                result,
                () =>
                {
                    var day = options.Day(result);
                    var plans = result.GetValue(credits)!.Split(',').Select(DailyCredits.Parse).ToArray();
                    var trace = options.Trace(result);
                    var output = result.InvocationConfiguration.Output;
                    output.WriteLine("credits a day   policy     on time   missed   urgent missed   of the optimum");
                    string Row(bool deadline, DailyCredits plan) =>
                        Line(
                            plan,
                            deadline,
                            SimulationSummary.Of(trace, options.Play(result, trace, deadline, plan), day, plan)
                        );

                    foreach (var plan in plans)
                    {
                        output.WriteLine(Row(deadline: false, plan));
                        output.WriteLine(Row(deadline: true, plan));
                    }
                    output.WriteLine(
                        $"{OfflineOptimum.SufficientCredits(trace, day).ToString(CultureInfo.InvariantCulture)} "
                            + "credits a day would have been enough for every mail, well spent."
                    );
                }
            )
        );
        return command;
    }

    private static string Line(DailyCredits plan, bool deadline, SimulationSummary summary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{plan, -15} {(deadline ? "deadline" : "hourly"), -8} {summary.Sent, 9} "
                + $"{summary.Expired + summary.Waiting, 8} {summary.Urgent - summary.UrgentOnTime, 15} "
                + $"{summary.Share ?? 1, 16:0.0000}"
        );
}
