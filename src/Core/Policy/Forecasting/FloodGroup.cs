namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>Mails of one value level in a flood.</summary>
internal readonly record struct FloodGroup(int Level, double Value, int Mails);
