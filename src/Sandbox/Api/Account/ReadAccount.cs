using System.Globalization;
using MailDispatcher.Sandbox.Credits;

namespace MailDispatcher.Sandbox.Api.Account;

/// <summary><c>GET /v3/account</c>, in the shape of Brevo's published example.</summary>
internal sealed class ReadAccount(CreditAccount credits, TimeProvider time)
{
    private const int SmsCredits = 15;

    public ApiAnswer Serve()
    {
        var standing = credits.Read();
        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var (start, end) = (UnixSeconds(month), UnixSeconds(month.AddMonths(1)));
        return ApiAnswer.Json(
            200,
            new
            {
                organization_id = "5fa2b8c123456789abcdef01",
                user_id = 1234567,
                enterprise = false,
                address = new
                {
                    city = "Recife",
                    country = "Brazil",
                    street = "Rua do Bom Jesus 1",
                    zipCode = "50030-170",
                },
                companyName = "Mentoria (sandbox)",
                email = "owner@example.com",
                firstName = "Maria",
                lastName = "Silva",
                dateTimePreferences = new
                {
                    timezone = credits.Zone.Id,
                    timeFormat = "24",
                    dateFormat = "dd-mm-yyyy",
                },
                marketingAutomation = new { enabled = true, key = "ma8k2x9v4h7p3d6f1c5e8b2a" },
                plan = new object[]
                {
                    PlanRow(standing, start, end),
                    // Its creditsType is the same: a reader that takes the first row of that type counts text messages.
                    new
                    {
                        credits = SmsCredits,
                        creditsType = "sendLimit",
                        type = "sms",
                    },
                },
                planVerticals = new object[]
                {
                    Vertical(
                        "Marketing",
                        Name(standing.Plan),
                        start,
                        end,
                        CreditsOf(standing)?.ToString(CultureInfo.InvariantCulture)
                    ),
                    Vertical("Chat", "free", start, end, credits: null),
                    Vertical("CRM", "free", start, end, credits: null),
                },
                relay = new
                {
                    data = new
                    {
                        port = 587,
                        relay = "smtp-relay.brevo.com",
                        userName = "owner@example.com",
                    },
                    enabled = true,
                },
            }
        );
    }

    private static object PlanRow(CreditStanding standing, string start, string end) =>
        new
        {
            credits = CreditsOf(standing),
            creditsType = "sendLimit",
            startDate = standing.Plan == Plan.Subscription ? start : null,
            endDate = standing.Plan == Plan.Subscription ? end : null,
            type = Name(standing.Plan),
        };

    private static object Vertical(string category, string type, string startDate, string endDate, string? credits) =>
        new
        {
            planCategory = category,
            planType = type,
            name = char.ToUpperInvariant(type[0]) + type[1..],
            status = "active",
            startDate,
            endDate,
            users = new { purchasedSeats = "1", usedSeats = "1" },
            credits,
        };

    // An unlimited plan has no such number, and 0 would be a lie.
    private static int? CreditsOf(CreditStanding standing) =>
        standing.Plan == Plan.Unlimited ? null : standing.Remaining;

    private static string Name(Plan plan) => char.ToLowerInvariant(plan.ToString()[0]) + plan.ToString()[1..];

    private static string UnixSeconds(DateTimeOffset instant) =>
        instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
