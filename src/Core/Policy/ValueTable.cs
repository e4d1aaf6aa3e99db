using System.Collections.Frozen;
using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Policy;

/// <summary>
/// What sending a mail before its deadline is worth. Only ratios matter: a 10 outweighs nine mails of 1. The value is
/// judged at the arrival and then stays, so that a mail gains nothing by being left waiting.
/// </summary>
public sealed class ValueTable
{
    /// <summary>
    /// A cancellation spares someone a useless journey: 10. The mail to a mentor whose mentored leaves is the same news
    /// for the other side: 10. A confirmation, 5, is mostly repeated on the page of the mentoring. "Not selected"
    /// changes nobody's day: 1.
    /// </summary>
    public static FrozenDictionary<int, double> Defaults { get; } =
        new Dictionary<int, double>
        {
            [MailTemplate.MentoringCancelled] = 10,
            [MailTemplate.MentorOfMentoredLeaving] = 10,
            [MailTemplate.ConfirmationToMentor] = 5,
            [MailTemplate.ConfirmationToMentored] = 5,
            [MailTemplate.NotSelected] = 1,
        }.ToFrozenDictionary();

    /// <summary>What the dearest mail of a usual table is worth, with long notice.</summary>
    public const double Dearest = 10;

    /// <summary>The value of a template that has none of its own: between a confirmation and a reminder.</summary>
    public const double Otherwise = 4;

    /// <summary>
    /// From this value on a mail is about a change of plan (cancelled 10, moved 8), which counts twice at short notice.
    /// </summary>
    public const double ChangeOfPlan = 8;

    /// <summary>The notice under which a change of plan counts twice.</summary>
    public static readonly TimeSpan ShortNotice = TimeSpan.FromHours(24);

    private readonly FrozenDictionary<int, double> _values;

    /// <param name="settings">Values by template that replace or extend <see cref="Defaults"/>; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a finite number above 0.</exception>
    public ValueTable(IReadOnlyDictionary<int, double>? settings = null)
    {
        var all = Defaults.ToDictionary();
        foreach (var (template, value) in settings ?? FrozenDictionary<int, double>.Empty)
        {
            if (!double.IsFinite(value) || value <= 0)
                throw new ArgumentOutOfRangeException(
                    nameof(settings),
                    value,
                    $"The value of template {template} must be above 0."
                );
            all[template] = value;
        }
        _values = all.ToFrozenDictionary();
    }

    /// <summary>The value of a template with long notice.</summary>
    public double Of(int template) => _values.GetValueOrDefault(template, Otherwise);

    /// <summary>The value of one mail, fixed by how long before its deadline it arrived.</summary>
    public double Of(int template, DateTimeOffset arrived, DateTimeOffset deadline) =>
        Of(template) is var value && value >= ChangeOfPlan && deadline - arrived <= ShortNotice ? 2 * value : value;
}
