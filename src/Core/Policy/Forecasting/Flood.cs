namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>Far more mails that had to go the same day, within an hour or so, than other days bring.</summary>
/// <param name="Second">Seconds from the day's start to its first mail.</param>
/// <param name="Groups">What it brought, dearest first.</param>
internal sealed record Flood(int Second, IReadOnlyList<FloodGroup> Groups)
{
    public int Mails => Groups.Sum(g => g.Mails);
}
