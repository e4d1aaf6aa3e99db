using System.CommandLine;
using System.Globalization;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
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
                    string Row(PolicyKind policy, DailyCredits plan) =>
                        Line(
                            plan,
                            policy,
                            SimulationSummary.Of(trace, options.Play(result, trace, policy, plan), day, plan)
                        );

                    foreach (var plan in plans)
                    foreach (var policy in Enum.GetValues<PolicyKind>())
                        output.WriteLine(Row(policy, plan));
                    output.WriteLine(
                        $"{OfflineOptimum.SufficientCredits(trace, day).ToString(CultureInfo.InvariantCulture)} "
                            + "credits a day would have been enough for every mail, well spent."
                    );
                }
            )
        );
        return command;
    }

    private static string Line(DailyCredits plan, PolicyKind policy, SimulationSummary summary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{plan, -15} {EnumName.Of(policy), -8} {summary.Sent, 9} "
                + $"{summary.Expired + summary.Waiting, 8} {summary.Urgent - summary.UrgentOnTime, 15} "
                + $"{summary.Share ?? 1, 16:0.0000}"
        );
}
