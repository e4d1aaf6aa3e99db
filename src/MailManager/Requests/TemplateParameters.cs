using System.Globalization;
using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Requests;

/// <summary>
/// What a template is filled with: the request's free parameters, and for the five mentoring templates those that the
/// original computes, which win. The one place where the zone is applied to what a mail says.
/// </summary>
public static class TemplateParameters
{
    private const string DateFormat = "dd'/'MM'/'yyyy";
    private const string HourFormat = "HH':'mm";

    /// <summary>The names of the parameters that a request gives its template.</summary>
    public static IReadOnlyCollection<string> NamesOf(MailRequest request) =>
        Of(request, TimeZoneInfo.Utc)?.Keys ?? (IReadOnlyCollection<string>)[];

    /// <summary>
    /// With those of the mails that go along, each as it would have had them, for a template to list; null when there
    /// is none at all.
    /// </summary>
    internal static IReadOnlyDictionary<string, JsonElement>? Of(OutgoingMail mail, TimeZoneInfo zone)
    {
        var own = Of(mail.Request, zone);
        if (mail.Along.Count == 0)
            return own;
        var others = mail.Along.Select(request => Of(request, zone) ?? new Dictionary<string, JsonElement>()).ToArray();
        return new Dictionary<string, JsonElement>(own ?? new Dictionary<string, JsonElement>(), StringComparer.Ordinal)
        {
            [OutgoingMail.AlongParameter] = JsonSerializer.SerializeToElement(
                others,
                RequestJson.Default.IReadOnlyDictionaryStringJsonElementArray
            ),
        };
    }

    private static Dictionary<string, JsonElement>? Of(MailRequest request, TimeZoneInfo zone)
    {
        var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (request.Params is { ValueKind: JsonValueKind.Object } free)
            foreach (var property in free.EnumerateObject())
                parameters[property.Name] = property.Value;
        if (MailTemplate.IsMentoring(request.Template) && request.Mentoring is { } mentoring)
            foreach (var (name, value) in Computed(request.Template, mentoring, zone))
                parameters[name] = JsonSerializer.SerializeToElement(value, RequestJson.Default.String);
        return parameters.Count == 0 ? null : parameters;
    }

    private static IEnumerable<(string Name, string Value)> Computed(
        int template,
        MentoringParams mentoring,
        TimeZoneInfo zone
    )
    {
        var start = TimeZoneInfo.ConvertTime(mentoring.MentoringStart, zone);
        yield return ("MENTOR_NAME", mentoring.MentorName);
        yield return ("MENTORED_NAME", mentoring.MentoredName);
        yield return ("MENTORING_DATE", start.ToString(DateFormat, CultureInfo.InvariantCulture));
        yield return ("MENTORING_HOUR", start.ToString(HourFormat, CultureInfo.InvariantCulture));
        // An id that is not given is left out: the provider renders a missing parameter as nothing, and says of null
        // nothing.
        switch (template)
        {
            case MailTemplate.ConfirmationToMentor when mentoring.MentoredId is { } id:
                yield return ("MENTORED_ID", id);
                break;
            case MailTemplate.ConfirmationToMentored
            or MailTemplate.MentoringCancelled when mentoring.MentorId is { } id:
                yield return ("MENTOR_ID", id);
                break;
            case MailTemplate.MentorOfMentoredLeaving:
                yield return (
                    "MENTORING_DATE_LIMIT",
                    start.Date.AddDays(-1).ToString(DateFormat, CultureInfo.InvariantCulture)
                );
                break;
        }
    }
}
