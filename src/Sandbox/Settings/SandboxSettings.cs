using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Settings;

namespace MailDispatcher.Sandbox.Settings;

/// <summary>What can be set of the sandbox.</summary>
internal static class SandboxSettings
{
    /// <summary>All settings with their defaults, as if none were set.</summary>
    public static IReadOnlyList<Setting> Describe()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        Read(reader);
        return reader.Settings;
    }

    public static SandboxOptions Read(SettingsReader reader) =>
        new()
        {
            Port = reader.Whole(
                "Sandbox__Port",
                SandboxOptions.DefaultPort,
                0,
                65_535,
                "port",
                "The port; 0 takes a free one."
            ),
            Listen = reader.Address(
                "Sandbox__Listen",
                "127.0.0.1",
                "The address to listen on. The sandbox shows mail addresses to whoever can reach it."
            ),
            Plan = reader.Choice("Sandbox__Plan", Plan.Free, "The account's plan."),
            Credits = reader.Whole(
                "Sandbox__Credits",
                300,
                0,
                int.MaxValue,
                "mails",
                "Mails a day on the free plan, the balance on a paid one."
            ),
            OverLimit = reader.Choice(
                "Sandbox__OverLimit",
                OverLimit.Refuse,
                "A mail beyond the credits: refuse answers 402, hold answers 201 and delivers nothing."
            ),
            Zone =
                reader.Zone(
                    "Sandbox__Zone",
                    CalendarZone.DefaultName,
                    "The free plan's credits come back at 00:00 of this time zone."
                ) ?? TimeZoneInfo.Utc,
            IdempotencyKeyLife = reader.Span(
                "Sandbox__IdempotencyKeyLife",
                TimeSpan.FromMinutes(30),
                "How long a key is remembered."
            ),
            RateLimitScale = reader.Number(
                "Sandbox__RateLimitScale",
                1,
                0,
                1_000_000,
                "a factor",
                "Multiplies Brevo's limits of calls; 0 switches them off."
            ),
            EventLag = reader.Span(
                "Sandbox__EventLag",
                TimeSpan.Zero,
                "How long an event takes to show in the event log."
            ),
            ExtraTemplates = Numbers(reader, "Sandbox__Templates", "20,21", "Numbers of further active templates."),
            InactiveTemplates = Numbers(
                reader,
                "Sandbox__InactiveTemplates",
                "10",
                "Numbers of templates that are not active."
            ),
            BlockedContacts = reader.Words(
                "Sandbox__Blocked",
                "addresses with commas between them",
                "Addresses that are blocked: mail to them is accepted and dropped."
            ),
            Outcomes =
            [
                .. reader
                    .Words(
                        "Sandbox__Outcomes",
                        "HardBounced, SoftBounced or Complained, then = and an address with *",
                        "What comes of mail by address, as HardBounced=*@gone.example; the first that fits holds.",
                        word => OutcomeRule.TryParse(word) is not null
                    )
                    .Select(word => OutcomeRule.TryParse(word)!),
            ],
            WebhookFaults = new()
            {
                Delay = reader.Span(
                    "Sandbox__WebhookDelay",
                    TimeSpan.Zero,
                    "Events are posted to webhooks up to so much later, each by chance, so that their order is lost."
                ),
                Doubled = reader.Number(
                    "Sandbox__WebhookDoubled",
                    0,
                    0,
                    1,
                    "a share",
                    "How many of the events are posted twice."
                ),
                Lost = reader.Number(
                    "Sandbox__WebhookLost",
                    0,
                    0,
                    1,
                    "a share",
                    "How many of the events are never posted."
                ),
                Retry = reader.Span(
                    "Sandbox__WebhookRetry",
                    TimeSpan.FromMinutes(10),
                    "How long after an answer of 429 an event is posted again; then 6, 12 and 48 times as long."
                ),
            },
        };

    private static long[] Numbers(SettingsReader reader, string name, string example, string about) =>
        [
            .. reader
                .Words(
                    name,
                    $"whole numbers, as {example}",
                    about,
                    word => long.TryParse(word, CultureInfo.InvariantCulture, out _)
                )
                .Select(word => long.Parse(word, CultureInfo.InvariantCulture)),
        ];
}
