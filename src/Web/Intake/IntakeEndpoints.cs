using MailDispatcher.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace MailDispatcher.Web.Intake;

/// <summary>
/// Mails over HTTP, for apps that speak no AMQP. Nothing is kept here: what is answered with 202 the broker has
/// confirmed, what is answered otherwise may be asked again under its id.
/// </summary>
public static class IntakeEndpoints
{
    public const string RateLimit = "intake";

    /// <summary>The addresses, after sign-in and limits (<see cref="IntakeRegistration"/>).</summary>
    public static void MapIntake(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetService<IMailIntake>() is not { } intake)
            return;
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var mails = app.MapGroup("/v1")
            .RequireAuthorization(IntakeHandler.Name)
            .RequireRateLimiting(RateLimit)
            .WithMetadata(new RequestSizeLimitAttribute(MailRequestCodec.MaxBodyBytes))
            .WithTags("mails")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        mails
            .MapPost("/mails", Task<IResult> (HttpContext context, CancellationToken _) => SubmitAsync(context, intake))
            .WithSummary("Asks for a mail")
            .WithDescription(
                "The body is contracts/mail-request.schema.json. Idempotency-Key: a UUID is the mail's id, another "
                    + "key names one for this app; the same key is one mail."
            )
            .AddOpenApiOperationTransformer(IntakeDocument.DescribeBody)
            .Produces<IntakeReceipt>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        mails
            .MapPost(
                "/mails:predict",
                Task<IResult> (HttpContext context, CancellationToken _) => PredictAsync(context, intake)
            )
            .WithSummary("Tells what would become of a mail, and sends none")
            .AddOpenApiOperationTransformer(IntakeDocument.DescribeBody)
            .Produces<Prediction>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        mails
            .MapGet("/mails/{id:guid}", (HttpContext context, Guid id) => FindAsync(context, intake, id))
            .WithSummary("Where one of the app's mails stands, and its history")
            .Produces<IntakeMail>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        mails
            .MapDelete("/mails/{id:guid}", (HttpContext context, Guid id) => WithdrawAsync(context, intake, id))
            .WithSummary("Withdraws one of the app's mails: withdrawn, too_late, or asked while that is not known yet")
            .WithDescription(
                "Any instance does, leader or not. 202, asked: the leader withdraws it as soon as it may, unless the "
                    + "provider has it; its outcome tells, cancelled or sent. With the state parked: a person is to "
                    + "decide on it, and it is not sent even if they send it back. 503: nobody can say yet; ask again "
                    + "after Retry-After."
            )
            .Produces<IntakeWithdrawal>()
            .Produces<IntakeWithdrawal>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, IMailIntake intake)
    {
        var (request, unknown, problem) = await IntakeBody.ReadAsync(context, intake, AppOf(context));
        if (request is null)
            return problem!;
        return await intake.SubmitAsync(request, context.RequestAborted) switch
        {
            SubmitAnswer.Taken taken => Taken(
                context,
                taken.Id,
                intake.Predict(request with { Id = taken.Id }),
                unknown
            ),
            SubmitAnswer.Conflict => IntakeProblems.Of(
                StatusCodes.Status409Conflict,
                "Another mail has this id",
                "A request that says something else was taken under this id; give each mail an id of its own."
            ),
            SubmitAnswer.Away away => IntakeProblems.Away(context, away.Id),
            _ => throw new InvalidOperationException("An answer without a case."),
        };
    }

    private static IResult Taken(HttpContext context, Guid id, Prediction? seen, IReadOnlyList<string> unknown)
    {
        context.Response.Headers.Location = $"/v1/mails/{id}";
        return Results.Json(
            new IntakeReceipt(id, seen?.Expected, seen?.OnTime, unknown),
            IntakeJson.Default.IntakeReceipt,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    private static async Task<IResult> PredictAsync(HttpContext context, IMailIntake intake)
    {
        var (request, _, problem) = await IntakeBody.ReadAsync(context, intake, AppOf(context));
        if (request is null)
            return problem!;
        return intake.Predict(request) is { } seen
            ? Results.Json(seen, IntakeJson.Default.Prediction)
            : IntakeProblems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "Nobody can say",
                "This instance does not lead, does not know the credits, or too much waits for a quick answer."
            );
    }

    private static async Task<IResult> FindAsync(HttpContext context, IMailIntake intake, Guid id) =>
        await intake.FindAsync(AppOf(context), id, context.RequestAborted) switch
        {
            FindAnswer.Found found => Results.Json(found.Mail, IntakeJson.Default.IntakeMail),
            FindAnswer.Unknown => Unknown(),
            FindAnswer.Away => IntakeProblems.Away(context),
            _ => throw new InvalidOperationException("An answer without a case."),
        };

    private static async Task<IResult> WithdrawAsync(HttpContext context, IMailIntake intake, Guid id) =>
        await intake.WithdrawAsync(AppOf(context), id, context.RequestAborted) switch
        {
            WithdrawAnswer.Withdrawn done => Withdrawal(
                id,
                "withdrawn",
                MailOutcomeNames.Of(done.Outcome),
                StatusCodes.Status200OK
            ),
            WithdrawAnswer.TooLate => Withdrawal(id, "too_late", "sent", StatusCodes.Status200OK),
            WithdrawAnswer.Asked => Withdrawal(id, "asked", null, StatusCodes.Status202Accepted),
            WithdrawAnswer.Parked => Withdrawal(id, "asked", "parked", StatusCodes.Status202Accepted),
            WithdrawAnswer.NoAnswer => IntakeProblems.NoAnswer(context),
            WithdrawAnswer.Unknown => Unknown(),
            WithdrawAnswer.Away => IntakeProblems.Away(context),
            _ => throw new InvalidOperationException("An answer without a case."),
        };

    private static IResult Withdrawal(Guid id, string result, string? state, int status) =>
        Results.Json(new IntakeWithdrawal(id, result, state), IntakeJson.Default.IntakeWithdrawal, statusCode: status);

    private static IResult Unknown() =>
        IntakeProblems.Of(
            StatusCodes.Status404NotFound,
            "No such mail",
            "Neither the journal nor this instance knows a mail of yours with this id."
        );

    private static string AppOf(HttpContext context) => context.User.Identity!.Name!;
}
