using MailDispatcher.Core.Reports;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Why a mail waits that its person's ceiling holds, in words.</summary>
internal static class PersonHoldWords
{
    public static string Of(PersonHold hold, TimeFormat clock) =>
        (
            hold.IsStorm
                ? "held: so many mails of this template came for one person within an hour that an app seems to repeat "
                    + "itself"
                : "held: its person has had as many mails as Dispatch__PerRecipient allows"
        )
        + (
            hold.GoesAt is { } at
                ? $"; it goes on by itself from {clock.At(at)}"
                : "; will miss: the person may have no more before its deadline"
        );
}
