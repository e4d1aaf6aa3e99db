using System.Globalization;

namespace MailDispatcher.Core.Operations;

/// <summary>The words by which journal, page and commands call what a person does.</summary>
public static class OperatorActionWords
{
    /// <param name="mails">How many mails it was done to; null for what concerns none.</param>
    /// <exception cref="InvalidOperationException">An action that has no word.</exception>
    public static string Of(OperatorAction action, int? mails = null)
    {
        var word = action switch
        {
            OperatorAction.Pause => "pause",
            OperatorAction.Resume => "resume",
            OperatorAction.RunNow => "run-now",
            OperatorAction.Retry => "retry",
            OperatorAction.Mend => "mend",
            OperatorAction.Discard => "discard",
            _ => throw new InvalidOperationException($"An action without a word: {action}."),
        };
        return mails is { } count ? $"{word} of {count} parked" : word;
    }

    /// <param name="count">How many since the last time that it was told.</param>
    public static string OfWrongTokens(long count) =>
        $"wrong-token {count.ToString(CultureInfo.InvariantCulture)} time{(count == 1 ? "" : "s")}";

    /// <summary>Which action words tell of.</summary>
    public static OperatorAction Read(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Split(' ')[0] switch
        {
            "pause" => OperatorAction.Pause,
            "resume" => OperatorAction.Resume,
            "run-now" => OperatorAction.RunNow,
            "retry" => OperatorAction.Retry,
            "mend" => OperatorAction.Mend,
            "discard" => OperatorAction.Discard,
            "wrong-token" => OperatorAction.WrongToken,
            _ => OperatorAction.Other,
        };
    }
}
