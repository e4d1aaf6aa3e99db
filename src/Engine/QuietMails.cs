namespace MailDispatcher.Engine;

/// <summary>
/// Holds the mails that wait when their template's quiet hours begin. (Those that become ready within them are held as
/// they do.)
/// </summary>
internal sealed class QuietMails(LoopState state)
{
    private DateTimeOffset? _next;

    public void Hold()
    {
        var quiet = state.Settings.Quiet;
        var now = state.Now;
        if (!quiet.AreOn || now < _next)
            return;
        _next = quiet.BeginAfter(now);
        foreach (
            var mail in state.Mails.All.Where(m =>
                m.State is PendingMailState.Ready && quiet.Concern(m.Request.Template)
            )
        )
            state.Mails.PutOff(mail, mail.Waiting.NotBefore);

        state.HasNews = true;
    }
}
