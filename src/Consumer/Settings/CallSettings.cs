using System.Collections.Frozen;
using System.Globalization;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>What every kind of provider needs to know of a call.</summary>
/// <param name="Zone">In which dates and hours stand in the mails.</param>
/// <param name="Timeout">How long one call may take, 0.1 to 60 s.</param>
/// <param name="Templates">The provider's numbers of templates, where they differ from a request's.</param>
internal sealed record CallSettings(TimeZoneInfo Zone, TimeSpan Timeout, FrozenDictionary<int, long> Templates)
{
    public static CallSettings Read(SettingsReader reader, TimeZoneInfo zone) =>
        new(
            zone,
            reader.Seconds(
                "Provider__Timeout",
                15,
                0.1,
                60,
                "How long one call of the provider may take. Less than a standby takes to take over."
            ),
            reader
                .PerTemplate<long>(
                    BrevoOptions.TemplatesName,
                    "N",
                    "the provider's template id, 1 or more",
                    "The provider's id of template N, where the two differ.",
                    text =>
                        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
                            ? id
                            : null
                )
                .ToFrozenDictionary()
        );
}
