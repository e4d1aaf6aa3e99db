using System.Globalization;
using System.Text.Json;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Answers;

/// <summary>
/// How many mails an account may still send, from the rows of its plan. Rows are told by their type: those of SMS bear
/// the same credits type as those of mail, and their order is not promised.
/// </summary>
internal static class CreditsClassifier
{
    public static CreditsReading Of(AccountAnswer? account)
    {
        if (account?.Plan is not { } plan)
            return new CreditsReading.Unknown("the account's answer names no plan");
        var rows = plan.OfType<PlanRow>().Where(row => !Kind(row).Contains("sms", StringComparison.Ordinal)).ToList();
        if (rows.Any(row => Kind(row).Contains("unlimited", StringComparison.Ordinal)))
            return new CreditsReading.Unlimited();
        var known = rows.Where(row => Kind(row) is "free" or "payasyougo" or "subscription" && IsSendLimit(row))
            .ToList();
        if (known.Count == 0)
            return new CreditsReading.Unknown(
                $"no row of the plan is of a type we know "
                    + $"({string.Join(", ", rows.Select(Kind).DefaultIfEmpty("no mail row"))})"
            );
        if (known.Find(row => Credits(row) is null) is { } odd)
            return new CreditsReading.Unknown($"the plan's row '{Kind(odd)}' has no number of credits");

        // Bought credits have no day; the free plan's only count where nothing bought is left.
        var bought = known.Where(row => Kind(row) != "free").Sum(row => Credits(row)!.Value);
        var free = known.Where(row => Kind(row) == "free").Select(row => Credits(row)!.Value).ToList();
        return bought > 0 || free.Count == 0
            ? new CreditsReading.Balance(Count(bought))
            : new CreditsReading.Daily(Count(free.Min()));
    }

    private static string Kind(PlanRow row)
    {
        const int Longest = 40;
        var type = (row.Type ?? "untyped").ToLowerInvariant();
        return type[..Math.Min(type.Length, Longest)];
    }

    // A limit of users is no limit of mails.
    private static bool IsSendLimit(PlanRow row) =>
        row.CreditsType is null || row.CreditsType.Equals("sendLimit", StringComparison.OrdinalIgnoreCase);

    /// <summary>At least 0; half a credit sends nothing, hence rounded down.</summary>
    private static double? Credits(PlanRow row)
    {
        double? number = row.Credits switch
        {
            { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
            { ValueKind: JsonValueKind.String } value
                when double.TryParse(
                    AnswerBody.Text(value),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var parsed
                ) => parsed,
            _ => null,
        };
        return number is { } credits && double.IsFinite(credits) ? Math.Max(0, Math.Floor(credits)) : null;
    }

    private static int Count(double credits) => credits >= int.MaxValue ? int.MaxValue : (int)credits;
}
