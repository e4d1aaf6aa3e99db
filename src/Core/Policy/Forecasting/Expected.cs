namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>Mails that an scenario expects: they come on day <paramref name="Release"/> (0 = today) and can go until day <paramref name="Last"/>.</summary>
internal readonly record struct Expected(int Level, int Release, int Last, ProfileGroup Group)
{
    /// <summary>How many, when it is now so many seconds into today, of which the rest is taken <paramref name="caution"/> times.</summary>
    public double Count(int second, double caution) => Release == 0 ? Group.After(second) * caution : Group.Times.Length;
}
