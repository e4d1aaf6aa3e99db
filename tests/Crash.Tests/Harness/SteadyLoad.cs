using MailDispatcher.Client;
using MailDispatcher.Contracts;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// A host app that asks for a mail every 50 ms by the client's own publisher, whatever happens to the broker, and asks
/// again under the same id until each is confirmed.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    public const int ASecond = 20;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1) / ASecond;

    private readonly MailPublisher _publisher;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _publishes = [];
    private readonly List<(Guid Mail, DateTimeOffset At)> _confirmed = [];
    private readonly Task _running;
    private int _asked;
    private int _refusals;
    private string? _refusal;

    private SteadyLoad(MailPublisherOptions options)
    {
        _publisher = new MailPublisher(options);
        _running = RunAsync();
    }

    /// <summary>What a broker confirmed, each once.</summary>
    public IReadOnlyList<Guid> Confirmed => [.. Confirms.Select(confirm => confirm.Mail)];

    public IReadOnlyList<(Guid Mail, DateTimeOffset At)> Confirms
    {
        get
        {
            lock (_confirmed)
                return [.. _confirmed];
        }
    }

    /// <summary>How often the app was told that a mail is not confirmed.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>What it was told last; null if nothing.</summary>
    public string? Refusal => Volatile.Read(ref _refusal);

    public static SteadyLoad Start(IReadOnlyList<Uri> nodes, PendingQueueOptions queue) =>
        new(
            new MailPublisherOptions
            {
                Broker = nodes[0],
                FailOver = [.. nodes.Skip(1)],
                Queue = queue,
            }
        );

    /// <summary>Asks for no more, and returns when all that was asked for is confirmed.</summary>
    public async Task<IReadOnlyList<Guid>> EndAsync(TimeSpan longest, CancellationToken cancellation)
    {
        await _end.CancelAsync();
        await _running;
        await Task.WhenAll(_publishes).WaitAsync(longest, cancellation);
        return Confirmed;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        await _publisher.DisposeAsync();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
                _publishes.Add(PublishAsync(TestMail.Request(++_asked, TimeProvider.System.GetUtcNow().AddDays(3))));
        }
        catch (OperationCanceledException)
        {
            // No more is asked for.
        }
    }

    private async Task PublishAsync(MailRequest request)
    {
        while (true)
        {
            try
            {
                var id = await _publisher.PublishAsync(request);
                lock (_confirmed)
                    _confirmed.Add((id, TimeProvider.System.GetUtcNow()));
                return;
            }
            catch (NotConfirmedException e)
            {
                // An app's outbox would begin again too.
                Interlocked.Increment(ref _refusals);
                Volatile.Write(ref _refusal, e.Message);
            }
        }
    }
}
