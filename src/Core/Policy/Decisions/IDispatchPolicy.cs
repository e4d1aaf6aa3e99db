namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>
/// Decides what goes now. Pure: the same situation gives the same decision, and nothing is remembered.
/// </summary>
public interface IDispatchPolicy
{
    Decision Decide(Situation situation);
}
