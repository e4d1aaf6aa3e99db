using System.Globalization;
using MailDispatcher.Client.EntityFrameworkCore;
using MailDispatcher.Client.Registration;
using MailDispatcher.Contracts;
using MailDispatcher.MentoringApp;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<MentoringDatabase>(options =>
    options.UseNpgsql(builder.Configuration.GetConnectionString("Mentoring"))
);
builder.Services.AddMailOutbox<MentoringDatabase>(builder.Configuration);
builder.Services.AddMailOutcomes(builder.Configuration).AddHandler<MailHeard>();
var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
    await scope.ServiceProvider.GetRequiredService<MentoringDatabase>().Database.EnsureCreatedAsync();

// A mentoring and its confirmation are one transaction: both are there, or neither.
app.MapPost(
    "/mentorings",
    async (Mentoring mentoring, MentoringDatabase database) =>
    {
        await using var transaction = await database.Database.BeginTransactionAsync();
        database.Add(mentoring);
        await database.SaveChangesAsync();
        database.EnqueueMail(Confirmation(mentoring));
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
        return Results.Created($"/mentorings/{mentoring.Id}", mentoring);
    }
);

app.MapGet(
    "/mentorings/{id:int}",
    async (int id, MentoringDatabase database) =>
        await database.Mentorings.FindAsync(id) is { } mentoring ? Results.Ok(mentoring) : Results.NotFound()
);

// What waits about it is withdrawn; "too_late" is heard when the mail has gone.
app.MapDelete(
    "/mentorings/{id:int}",
    async (int id, MentoringDatabase database) =>
    {
        if (await database.Mentorings.FindAsync(id) is not { } mentoring)
            return Results.NotFound();
        database.EnqueueMail(
            new MailRequest
            {
                Cancel = true,
                Topic = Topic(mentoring),
                Recipient = new Recipient(mentoring.Mentored, mentoring.Email),
                Ref = id.ToString(CultureInfo.InvariantCulture),
            }
        );
        await database.SaveChangesAsync();
        return Results.NoContent();
    }
);

app.MapHealthChecks("/healthz");
app.Run();

static string Topic(Mentoring mentoring) => $"mentoring-{mentoring.Id}";

static MailRequest Confirmation(Mentoring mentoring) =>
    new()
    {
        Template = MailTemplate.ConfirmationToMentored,
        Recipient = new Recipient(mentoring.Mentored, mentoring.Email),
        Mentoring = new MentoringParams
        {
            MentorName = mentoring.Mentor,
            MentoredName = mentoring.Mentored,
            MentoringStart = mentoring.Start,
        },
        Topic = Topic(mentoring),
        Ref = mentoring.Id.ToString(CultureInfo.InvariantCulture),
    };
