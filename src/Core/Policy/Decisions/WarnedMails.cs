using System.Globalization;

namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>
/// Keeps warnings from coming and going: a mail that was said to miss is said so until it is decided, or until a miss
/// has become unlikely; half and half alone takes nothing back. Not for concurrent use.
/// </summary>
public sealed class WarnedMails
{
    /// <summary>Below this chance of a miss a warning is taken back.</summary>
    public const double Unlikely = 0.2;

    private HashSet<Guid> _warned = [];

    /// <summary>Counts these as warned: an earlier dispatcher, or this one before a restart, said so.</summary>
    public void Remember(IEnumerable<Guid> mails) => _warned.UnionWith(mails);

    /// <summary>The forecast with the warnings that stay.</summary>
    public Forecast Keep(Forecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var stay = 0;
        List<MailForecast> mails = [.. forecast.Mails.Select(Kept)];
        _warned = [.. mails.OfType<MailForecast.Misses>().Select(m => m.Mail.Id)];
        return stay == 0 ? forecast : forecast with { Mails = mails };

        MailForecast Kept(MailForecast mail)
        {
            if (mail is not MailForecast.Goes { MissChance: >= Unlikely } || !_warned.Contains(mail.Mail.Id))
                return mail;
            stay++;
            var percent = (100 * mail.MissChance).ToString("0", CultureInfo.InvariantCulture);
            return new MailForecast.Misses(mail.Mail, $"may miss: it does in {percent} % of what is likely to come")
            {
                MissChance = mail.MissChance,
            };
        }
    }
}
