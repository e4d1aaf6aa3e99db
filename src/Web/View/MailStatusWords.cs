using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Web.View;

/// <summary>A mail's status as page and terminal write it.</summary>
public static class MailStatusWords
{
    /// <summary>One or two words, in lower case.</summary>
    public static string Of(MailStatus status) =>
        status switch
        {
            MailStatus.SoftBounced => "bounced (soft)",
            MailStatus.HardBounced => "bounced (hard)",
            _ => EnumName.Of(status),
        };

    /// <summary>The same at the beginning of a sentence.</summary>
    public static string Title(MailStatus status)
    {
        var words = Of(status);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
