using Bogus;
using MailDispatcher.Contracts;

namespace MailDispatcher.Publisher.Mocks;

/// <summary>
/// Made-up mails as the original publisher's: one of the five templates, Portuguese names, a mentoring today or in one
/// of the next ten days, always still to come. The same seed and time give the same mails with the same ids.
/// </summary>
internal sealed class MockMails(int seed, DateTimeOffset now, TimeZoneInfo zone)
{
    private const int FarthestDay = 10;
    private const int FirstHour = 8;
    private const int LastHour = 21;

    private readonly Faker _faker = new("pt_BR") { Random = new Randomizer(seed) };
    private readonly DateTimeOffset _local = TimeZoneInfo.ConvertTime(now, zone);

    public IEnumerable<MailRequest> Take(int count) => Enumerable.Range(0, count).Select(Next);

    private MailRequest Next(int number)
    {
        var template = _faker.Random.ArrayElement([
            MailTemplate.ConfirmationToMentor,
            MailTemplate.ConfirmationToMentored,
            MailTemplate.NotSelected,
            MailTemplate.MentoringCancelled,
            MailTemplate.MentorOfMentoredLeaving,
        ]);
        var toMentor = template is MailTemplate.ConfirmationToMentor or MailTemplate.MentorOfMentoredLeaving;
        var mentoring = new MentoringParams
        {
            MentorName = _faker.Name.FullName(),
            MentoredName = _faker.Name.FullName(),
            MentoringStart = NextStart(),
            MentorId = template is MailTemplate.ConfirmationToMentored or MailTemplate.MentoringCancelled
                ? NextId()
                : null,
            MentoredId = toMentor ? NextId() : null,
        };
        var request = new MailRequest
        {
            Template = template,
            Recipient = new Recipient(
                toMentor ? mentoring.MentorName : mentoring.MentoredName,
                $"person{number:000}@example.com"
            ),
            Mentoring = mentoring,
        };
        return request with { Id = MailId.FromBytes(MailRequestCodec.Encode(request)) };
    }

    private DateTimeOffset NextStart()
    {
        var day = _faker.Random.Int(0, FarthestDay);
        var start = _local
            .Date.AddDays(day)
            .AddHours(_faker.Random.Int(FirstHour, LastHour))
            .AddMinutes(15 * _faker.Random.Int(0, 3));
        // Today's hours may be over: then it is in the hours that are left of the day.
        if (start <= _local.DateTime)
            start = _local.DateTime + (_local.Date.AddDays(1) - _local.DateTime) * _faker.Random.Double(0.1, 0.9);
        return new DateTimeOffset(start, zone.GetUtcOffset(start));
    }

    private string NextId() => _faker.Random.Guid().ToString();
}
