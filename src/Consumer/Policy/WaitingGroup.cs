namespace MailDispatcher.Consumer.Policy;

/// <summary>Waiting mails that are alike for a plan.</summary>
/// <param name="Ready">May go now; false for mails that a failed attempt put off.</param>
/// <param name="Release">The first day on which they can go, 0 = today.</param>
/// <param name="Last">The last day on which they can go.</param>
internal readonly record struct WaitingGroup(int Level, bool Ready, int Release, int Last);
