using System.CommandLine;
using MailDispatcher.Simulation;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer demand</c>: writes one of the made-up demands as a trace.</summary>
internal static class DemandCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name")
        {
            Description = "which one; none lists them",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "another seed, other mails",
            DefaultValueFactory = _ => 1,
        };
        var days = new Option<int>("--days") { Description = "how long it lasts", DefaultValueFactory = _ => 42 };
        var credits = new Option<int>("--credits")
        {
            Description = "the capacity that it is measured against, a day",
            DefaultValueFactory = _ => 300,
        };
        var command = new Command("demand", "Writes a made-up demand as a trace.") { name, seed, days, credits };
        command.SetAction(result =>
            CommandErrors.Said(
                result,
                () =>
                {
                    var output = result.InvocationConfiguration.Output;
                    if (result.GetValue(name) is not { } wanted)
                    {
                        foreach (var demand in Demand.All)
                            output.WriteLine($"{demand.Name, -22} {demand.Summary}");
                        return;
                    }
                    var found =
                        Demand.Named(wanted)
                        ?? throw new FormatException($"There is no demand '{wanted}'; 'demand' alone lists them.");
                    TraceFile.Write(
                        output,
                        found.Trace(result.GetValue(seed), result.GetValue(days), result.GetValue(credits))
                    );
                }
            )
        );
        return command;
    }
}
