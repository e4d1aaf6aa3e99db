namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>Foresees what a policy will do. Pure, like the policy.</summary>
public interface IForecaster
{
    Forecast Foresee(Situation situation);
}
