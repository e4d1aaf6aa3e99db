using System.Collections.Concurrent;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Page.Tests;

/// <summary>Grants every wish, or refuses each for the one reason it is given, and remembers them.</summary>
internal sealed class RecordingActions(string? refusal = null) : IOperatorActions
{
    public ConcurrentQueue<string> Wishes { get; } = [];

    public Task<OperatorAnswer> PauseAsync(string by) => AnswerAsync($"pause by {by}");

    public Task<OperatorAnswer> ResumeAsync(string by) => AnswerAsync($"resume by {by}");

    public Task<OperatorAnswer> RunNowAsync(string by) => AnswerAsync($"run-now by {by}");

    public Task<OperatorAnswer> RetryAsync(string by, IReadOnlySet<Guid> mails) =>
        AnswerAsync($"retry of {mails.Count} by {by}");

    public Task<OperatorAnswer> DiscardAsync(string by, IReadOnlySet<Guid> mails) =>
        AnswerAsync($"discard of {mails.Count} by {by}");

    public Task<OperatorAnswer> ForgetAsync(string by, string address) =>
        AnswerAsync($"forget {address} by {by}", "2 waiting mails withdrawn, 1 parked mail discarded.");

    /// <summary>What a parked mail says; null for none.</summary>
    public string? Body { get; set; }

    public Task<ParkedBody?> ReadParkedAsync(Guid mail) =>
        Task.FromResult(Body is null ? null : new ParkedBody(mail, "unreadable", "deadline: not a time", Body));

    public Task<MailPreview?> PreviewAsync(Guid mail, CancellationToken cancellationToken) =>
        Task.FromResult<MailPreview?>(new MailPreview(mail, """{"templateId":7}""", "Subject", "<p>Content</p>", null));

    public Task<OperatorAnswer> MendAsync(string by, Guid mail, string text) =>
        AnswerAsync($"mend of {mail} by {by}: {text}");

    private Task<OperatorAnswer> AnswerAsync(string wish, string? words = null)
    {
        if (refusal is not null)
            return Task.FromResult<OperatorAnswer>(new OperatorAnswer.Refused(refusal));
        Wishes.Enqueue(wish);
        return Task.FromResult<OperatorAnswer>(new OperatorAnswer.Done(words));
    }
}
