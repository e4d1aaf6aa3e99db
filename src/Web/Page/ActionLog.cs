using MailDispatcher.Core.Operations;

namespace MailDispatcher.Web.Page;

/// <summary>
/// Has a line in the log for whatever a person asks of the dispatcher, and for what came of it; the journal has its
/// own.
/// </summary>
internal sealed partial class ActionLog(ILogger<ActionLog> logger)
{
    public async Task<OperatorAnswer> NotedAsync(string who, string action, Task<OperatorAnswer> act)
    {
        var answer = await act;
        if (answer is OperatorAnswer.Refused refused)
            Log.Refused(logger, who, action, refused.Reason);
        else
            Log.Done(logger, who, action);
        return answer;
    }

    public void Viewed(string who, Guid mail) => Log.Viewed(logger, who, mail);

    public void Previewed(string who, Guid mail) => Log.Previewed(logger, who, mail);

    public void SignedIn(string who, string role) => Log.SignedIn(logger, who, role);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Who} asked for {Action}: done.")]
        public static partial void Done(ILogger logger, string who, string action);

        [LoggerMessage(2, LogLevel.Warning, "{Who} asked for {Action}: refused. {Reason}")]
        public static partial void Refused(ILogger logger, string who, string action, string reason);

        [LoggerMessage(3, LogLevel.Information, "{Who} logged in as {Role}.")]
        public static partial void SignedIn(ILogger logger, string who, string role);

        [LoggerMessage(5, LogLevel.Information, "{Who} looked at what waiting mail {MailId} will say.")]
        public static partial void Previewed(ILogger logger, string who, Guid mailId);

        [LoggerMessage(4, LogLevel.Information, "{Who} looked at what parked mail {MailId} says.")]
        public static partial void Viewed(ILogger logger, string who, Guid mailId);
    }
}
