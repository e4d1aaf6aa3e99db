namespace MailDispatcher.Web.Intake;

/// <summary>What would become of a request.</summary>
/// <param name="OnTime">Whether it would make its deadline.</param>
/// <param name="Expected">When it would go; null when it would miss.</param>
/// <param name="PushesOut">How many waiting mails would miss theirs because of it.</param>
public sealed record Prediction(bool OnTime, DateTimeOffset? Expected, int PushesOut);
