using System.CommandLine;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Simulation;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// <c>consumer simulate</c>: plays a trace against a policy in seconds, and says how near to the optimum it came.
/// </summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var options = new SimulationOptions();
        var policy = new Option<string>("--policy")
        {
            Description = "hourly or deadline",
            DefaultValueFactory = _ => EnumName.Of(PolicyKind.Hourly),
        };
        policy.AcceptOnlyFromAmong([.. EnumName.All<PolicyKind>()]);
        var credits = new Option<string>("--credits")
        {
            Description = "credits a day, or unlimited",
            DefaultValueFactory = _ => "300",
        };
        var json = new Option<FileInfo?>("--json")
        {
            Description = "write what became of each mail there, one JSON line per mail",
        };
        var plot = new Option<FileInfo?>("--plot") { Description = "write a picture of the days there, as SVG" };
        var command = new Command("simulate", "Plays a trace of mails against a policy.")
        {
            policy,
            credits,
            json,
            plot,
        };
        options.AddTo(command);
        command.SetAction(result =>
            CommandErrors.Said(
                result,
                () =>
                {
                    var day = options.Day(result);
                    var a = DailyCredits.Parse(result.GetValue(credits)!);
                    var trace = options.Trace(result);
                    var results = options.Play(result, trace, EnumName.Parse<PolicyKind>(result.GetValue(policy)!), a);
                    var output = result.InvocationConfiguration.Output;
                    foreach (var line in SimulationSummary.Of(trace, results, day, a).Lines())
                        output.WriteLine(line);
                    if (result.GetValue(json) is { } lines)
                    {
                        using var writer = lines.CreateText();
                        TraceFile.WriteResults(writer, trace, results);
                    }
                    if (result.GetValue(plot) is { } picture)
                        File.WriteAllText(picture.FullName, DayPlot.Svg(trace, results, day, a));
                }
            )
        );
        return command;
    }
}
