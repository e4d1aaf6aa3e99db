using System.Collections.Frozen;

namespace MailDispatcher.Contracts;

/// <summary>What became of a body: a valid request, or the reason why it is none.</summary>
public abstract record DecodedMail
{
    private DecodedMail() { }

    /// <summary>
    /// Paths of fields that nobody reads (<c>dedline</c>, <c>recipient.phone</c>), at most twenty. Names only, never
    /// values.
    /// </summary>
    public IReadOnlyList<string> UnknownFields { get; init; } = [];

    /// <summary>
    /// By the path of an unknown field, the field beside it that may have been meant: <c>deadline</c> for
    /// <c>dedline</c>. Only those that resemble one.
    /// </summary>
    public IReadOnlyDictionary<string, string> NearestFields { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// Paths of times that are written without a zone, also where <see cref="MailRequestCodecOptions.Zone"/> gave one.
    /// </summary>
    public IReadOnlyList<string> TimesWithoutZone { get; init; } = [];

    public sealed record Valid(MailRequest Request) : DecodedMail;

    /// <param name="Reason">Names the field and the rule, never a value of the mail.</param>
    public sealed record Unreadable(string Reason) : DecodedMail
    {
        /// <summary>The id that the body holds, where that much of it can be read.</summary>
        public Guid? Id { get; init; }

        /// <summary>The app that the body names, where that much of it can be read and is valid.</summary>
        public string? App { get; init; }

        /// <summary>The app's own key, where that much of it can be read and is valid.</summary>
        public string? Ref { get; init; }

        /// <summary>The field that breaks a rule: <c>recipient.email</c>; <c>body</c> for the whole.</summary>
        public string Field =>
            Reason.IndexOf(':', StringComparison.Ordinal) is var end and > 0 ? Reason[..end] : "body";

        /// <summary>The rule that it breaks, without the field.</summary>
        public string Rule =>
            Reason.IndexOf(':', StringComparison.Ordinal) is var end and > 0 ? Reason[(end + 1)..].TrimStart() : Reason;
    }
}
