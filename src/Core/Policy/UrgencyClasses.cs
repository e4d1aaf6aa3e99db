namespace MailDispatcher.Core.Policy;

/// <summary>The class of a mail by what is left until its deadline.</summary>
public static class UrgencyClasses
{
    public static UrgencyClass Of(DateTimeOffset deadline, DateTimeOffset now) =>
        (deadline - now).TotalHours switch
        {
            <= 24 => UrgencyClass.Urgent,
            <= 72 => UrgencyClass.Soon,
            _ => UrgencyClass.Later,
        };
}
