using MailDispatcher.Contracts;

namespace MailDispatcher.Client.Testing;

/// <summary>
/// For the tests of a host app: refuses what <see cref="MailPublisher"/> refuses, and keeps the rest in memory, with
/// its id, as it would be published. Safe for concurrent use.
/// </summary>
public sealed class FakeMailPublisher(TimeProvider? time = null) : IMailPublisher
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly object _gate = new();
    private readonly List<MailRequest> _published = [];

    /// <summary>What was published, oldest first.</summary>
    public IReadOnlyList<MailRequest> Published
    {
        get
        {
            lock (_gate)
                return [.. _published];
        }
    }

    /// <summary>Thrown by every publish; null publishes.</summary>
    public Exception? Failure { get; set; }

    public Task<Guid> PublishAsync(MailRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is { } failure)
            return Task.FromException<Guid>(failure);
        var now = _time.GetUtcNow();
        if (MailRequestRules.FirstProblem(request, now) is { } problem)
            return Task.FromException<Guid>(new ArgumentException(problem, nameof(request)));
        var id = request.Id is { } own && own != Guid.Empty ? own : NewMailId.At(now);
        lock (_gate)
            _published.Add(request with { Id = id, PublishedAt = request.PublishedAt ?? now });
        return Task.FromResult(id);
    }
}
