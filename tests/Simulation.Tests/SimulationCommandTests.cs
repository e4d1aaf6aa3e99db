using System.CommandLine;
using System.Xml.Linq;
using MailDispatcher.Consumer.Ops.Commands;

namespace MailDispatcher.Simulation.Tests;

public sealed class SimulationCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("hourly")]
    [InlineData("deadline")]
    public void Simulate_ATrace_WritesEveryMailAndAPicture(string policy)
    {
        var (trace, json, plot) = (File_("trace"), File_("out"), File_("plot.svg"));
        File.WriteAllText(
            trace,
            Run(DemandCommand.Create(), "cancellation-bursts", "--days", "5", "--credits", "60").Output
        );

        var (code, output, error) = Run(
            SimulateCommand.Create(),
            "--trace",
            trace,
            "--policy",
            policy,
            "--credits",
            "60",
            "--per-hour",
            "3",
            "--zone",
            "America/Recife",
            "--json",
            json,
            "--plot",
            plot
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(File.ReadLines(trace).Count(), File.ReadLines(json).Count());
        Assert.Contains("that foresight could reach: ", output);
        Assert.Contains("credits a day, for every mail on time", output);
        Assert.True(XDocument.Load(plot).Descendants().Count(e => e.Name.LocalName == "rect") > 12);
    }

    [Fact]
    public void Simulate_EmptyTrace_SaysSo()
    {
        File.WriteAllText(File_("trace"), "");

        var (code, output, _) = Run(SimulateCommand.Create(), "--trace", File_("trace"), "--plot", File_("plot.svg"));

        Assert.Equal(0, code);
        Assert.Contains("nothing could be reached", output);
        Assert.NotNull(XDocument.Load(File_("plot.svg")).Root);
    }

    [Theory]
    [InlineData("--credits", "many", "'many' is no number of credits: give a number from 0 on, or unlimited.")]
    [InlineData("--zone", "Mars/Olympus", "Mars/Olympus")]
    [InlineData("--tick", "0", "--tick: 1 to 86400 seconds are needed.")]
    [InlineData("--per-hour", "-1", "--per-hour: a number from 0 on is needed.")]
    [InlineData("--trace", "/nowhere/trace", "/nowhere/trace")]
    public void Simulate_WrongInput_SaysItInOneLine(string option, string value, string said)
    {
        File.WriteAllText(File_("trace"), "");
        string[] trace = option == "--trace" ? [] : ["--trace", File_("trace")];

        var (code, _, error) = Run(SimulateCommand.Create(), [.. trace, option, value]);

        Assert.Equal(2, code);
        Assert.Contains(said, error);
    }

    [Fact]
    public void WhatIf_SeveralPlans_ComparesThemAndSaysWhatIsEnough()
    {
        File.WriteAllText(
            File_("trace"),
            Run(DemandCommand.Create(), "load-1.5", "--days", "4", "--credits", "40").Output
        );

        var (code, output, _) = Run(WhatIfCommand.Create(), "--trace", File_("trace"), "--credits", "40,80,unlimited");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, code);
        Assert.Equal(8, lines.Length);
        Assert.EndsWith("1.0000", lines[6]);
        Assert.EndsWith("credits a day would have been enough for every mail, well spent.", lines[7]);
    }

    [Fact]
    public void Demand_WithoutAName_ListsThem()
    {
        Assert.Equal(
            Demand.All.Count,
            Run(DemandCommand.Create()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length
        );
        Assert.Equal(2, Run(DemandCommand.Create(), "no-such").Code);
    }

    private string File_(string name) => Path.Combine(_folder.FullName, name);

    private static (int Code, string Output, string Error) Run(Command command, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = command.Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
