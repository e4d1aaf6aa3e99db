using MailDispatcher.Sandbox.Faults;

namespace MailDispatcher.Crash.Tests;

/// <summary>One way in which the provider fails at the third of twelve mails, and what is to be seen of it.</summary>
/// <param name="Log">Stands in the log.</param>
/// <param name="Outcome">The label of the attempts that failed.</param>
internal sealed record ProviderFailure(string Name, FaultRule Fault, string Log, string Outcome)
{
    private const string Late = "may or may not have been taken";
    private const string HtmlPage = "<html><body><h1>It works not</h1></body></html>";
    private const string AccountIsAtFault =
        """{"code":"account_under_validation","message":"Your account is under validation"}""";

    public static IReadOnlyList<ProviderFailure> All { get; } =
    [
        new("resets after taking the mail", At3() with { Reset = ResetMoment.After }, Late, "uncertain"),
        new("resets before taking the mail", At3() with { Reset = ResetMoment.Before }, Late, "uncertain"),
        new("hangs beyond the time-out", At3() with { DelayMs = 30_000 }, "no answer within 1 s", "uncertain"),
        new("500 and has taken it", At3() with { Status = 500, Body = "{}", Serve = true }, Late, "uncertain"),
        new("500 and has not taken it", At3() with { Status = 500, Body = "{}" }, Late, "uncertain"),
        new("502 in HTML", At3() with { Status = 502, Body = HtmlPage, ContentType = "text/html" }, Late, "uncertain"),
        new(
            "503",
            At3() with
            {
                Status = 503,
                Body = HtmlPage,
                ContentType = "text/html",
            },
            "was not taken",
            "not_taken"
        ),
        new(
            "429 with a reset",
            At3() with
            {
                Status = 429,
                Body = "{}",
                Headers = Reset("20"),
            },
            "asks to slow down",
            "throttled"
        ),
        new("429 without a reset", At3() with { Status = 429, Body = "{}" }, "asks to slow down", "throttled"),
        new(
            "403 account under validation",
            At3() with
            {
                Status = 403,
                Body = AccountIsAtFault,
            },
            "account_under_validation",
            "account_fault"
        ),
        new(
            "duplicate_request",
            At3() with
            {
                Status = 409,
                Body = """{"code":"duplicate_request","message":"x"}""",
                Serve = true,
            },
            Late,
            "uncertain"
        ),
    ];

    /// <summary>Failures in the guise of success: no attempt counts as failed.</summary>
    public static IReadOnlyList<ProviderFailure> Taken { get; } =
    [
        new("201 with an empty body", At3() with { Status = 201, Serve = true }, "known by Answer", "accepted"),
        new(
            "201 in HTML",
            At3() with
            {
                Status = 201,
                Body = HtmlPage,
                ContentType = "text/html",
                Serve = true,
            },
            "known by Answer",
            "accepted"
        ),
        new(
            "duplicate_parameter",
            At3() with
            {
                Status = 400,
                Body = """{"code":"duplicate_parameter","message":"x"}""",
                Serve = true,
            },
            "known by UsedKey",
            "already_taken"
        ),
    ];

    private static FaultRule At3() =>
        new()
        {
            Method = "POST",
            Path = "/v3/smtp/email",
            Skip = 2,
            Times = 1,
        };

    private static Dictionary<string, string> Reset(string seconds) => new() { ["x-sib-ratelimit-reset"] = seconds };
}
