using System.Diagnostics;

namespace MailDispatcher.Engine;

/// <summary>A run while it goes on.</summary>
internal sealed class ActiveRun(RunRequest request)
{
    public RunRequest Request { get; } = request;

    public long Started { get; } = Stopwatch.GetTimestamp();

    /// <summary>Mails that earlier parts of it had attempted.</summary>
    public int SentBefore { get; } = request.Sent;

    /// <summary>What was chosen and is not begun yet, first one first, with what goes along.</summary>
    public Queue<(PendingMail Mail, IReadOnlyList<Guid> Along)> Chosen { get; private set; } = new();

    /// <summary>Puts mails back to the front of those that were chosen.</summary>
    public void HoldBack(IReadOnlyCollection<(PendingMail Mail, IReadOnlyList<Guid> Along)> first)
    {
        if (first.Count > 0)
            Chosen = new([.. first, .. Chosen]);
    }

    /// <summary>The policy has decided about it.</summary>
    public bool IsDecided { get; set; }

    /// <summary>Something that was chosen was not in hand.</summary>
    public bool HasAwaited { get; set; }

    /// <summary>The credits have been asked for its sake.</summary>
    public bool HasAsked { get; set; }

    public Halt? Halt { get; set; }

    public int FailuresInARow { get; set; }

    /// <summary>The provider took one of its mails.</summary>
    public bool HasTaken { get; set; }

    public int Sent => Request.Sent - SentBefore;
}
