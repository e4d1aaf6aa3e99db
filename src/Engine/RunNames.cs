using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>The words by which metrics and log call the kinds of runs.</summary>
internal static class RunNames
{
    public static string NameOf(RunKind kind) =>
        kind switch
        {
            RunKind.Hourly => "hourly",
            RunKind.EndOfDay => "end_of_day",
            RunKind.Tick => "tick",
            RunKind.Manual => "manual",
            _ => throw new InvalidOperationException("A kind without a name."),
        };
}
