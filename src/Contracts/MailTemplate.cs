using System.Collections.Frozen;

namespace MailDispatcher.Contracts;

/// <summary>
/// The five mentoring templates by their number on the wire, as the original publisher writes it.
/// Any other positive number is a template of the host app's own and is filled from <see cref="MailRequest.Params"/>.
/// </summary>
public static class MailTemplate
{
    public const int ConfirmationToMentor = 7;
    public const int ConfirmationToMentored = 9;
    public const int NotSelected = 10;
    public const int MentoringCancelled = 11;
    public const int MentorOfMentoredLeaving = 16;

    /// <summary>Number to name; the names are what metrics, logs and settings say.</summary>
    public static FrozenDictionary<int, string> Names { get; } =
        new Dictionary<int, string>
        {
            [ConfirmationToMentor] = "confirmation_to_mentor",
            [ConfirmationToMentored] = "confirmation_to_mentored",
            [NotSelected] = "not_selected",
            [MentoringCancelled] = "mentoring_cancelled",
            [MentorOfMentoredLeaving] = "mentor_of_mentored_leaving",
        }.ToFrozenDictionary();

    /// <summary>True for the five that are filled from <see cref="MentoringParams"/>.</summary>
    public static bool IsMentoring(int template) => Names.ContainsKey(template);

    /// <summary>The name of one of the five, else <c>template_N</c>.</summary>
    public static string NameOf(int template) => Names.GetValueOrDefault(template) ?? $"template_{template}";

    /// <summary>The number of a template given by name or by number; null when it is neither.</summary>
    public static int? Parse(string nameOrNumber)
    {
        if (int.TryParse(nameOrNumber, out var number) && number > 0)
            return number;
        foreach (var (id, name) in Names)
            if (name.Equals(nameOrNumber, StringComparison.OrdinalIgnoreCase))
                return id;
        return null;
    }
}
