using MailDispatcher.Consumer.Dispatch;
using Quartz;

namespace MailDispatcher.Consumer.Scheduling;

/// <summary>Says that a run is due; carrying it out is the dispatcher's, one run at a time.</summary>
internal sealed class RunJob(MissedRuns runs) : IJob
{
    public const string Kind = "kind";

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        runs.PostDue(Enum.Parse<RunKind>(context.MergedJobDataMap.GetString(Kind)!));
        return ValueTask.CompletedTask;
    }
}
