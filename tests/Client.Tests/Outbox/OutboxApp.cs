using MailDispatcher.Client.EntityFrameworkCore;
using MailDispatcher.Client.Outcomes;
using MailDispatcher.Client.Testing;
using MailDispatcher.Client.Tests.Publishing;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>A host app's services around a database of its own, with a publisher that keeps what it is given.</summary>
internal sealed class OutboxApp : IMailOutcomeHandler, IAsyncDisposable
{
    private readonly SqliteConnection? _sqlite;
    private readonly PostgresNode? _postgres;
    private readonly ServiceProvider _services;

    private OutboxApp(PostgresNode? postgres)
    {
        _postgres = postgres;
        Publisher = new FakeMailPublisher(Clock);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IMailPublisher>(Publisher)
            .AddSingleton<IMailOutcomeHandler>(this)
            .AddSingleton<OutboxMeter>()
            .AddScoped<OutboxBatch<OutboxDatabase>>();
        services.AddOptions<OutboxSettings>();
        if (postgres is null)
            _sqlite = new SqliteConnection("Data Source=:memory:");
        _sqlite?.Open();
        services.AddDbContext<OutboxDatabase>(options =>
        {
            if (postgres is null)
                options.UseSqlite(_sqlite!);
            else
                options.UseNpgsql(postgres.ConnectionString);
        });
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public FakeTimeProvider Clock { get; } = new(SampleMail.Now);

    public FakeMailPublisher Publisher { get; }

    public List<MailOutcome> Heard { get; } = [];

    public static async Task<OutboxApp> StartAsync(bool onPostgres)
    {
        var app = new OutboxApp(onPostgres ? await PostgresNode.StartAsync() : null);
        await app.WithAsync(database => database.Database.EnsureCreatedAsync());
        return app;
    }

    public Task HandleAsync(MailOutcome outcome, CancellationToken cancellationToken)
    {
        Heard.Add(outcome);
        return Task.CompletedTask;
    }

    public Task<Guid> EnqueueAsync(MailRequest request) =>
        WithAsync(async database =>
        {
            var id = database.EnqueueMail(request, Clock);
            await database.SaveChangesAsync();
            return id;
        });

    public Task InsertAsync(string body) =>
        WithAsync(database =>
        {
            database.Add(new OutboxMail { Body = body, Created = Clock.GetUtcNow() });
            return database.SaveChangesAsync();
        });

    public async Task<bool> RelayAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<OutboxBatch<OutboxDatabase>>()
            .RelayAsync(CancellationToken.None);
    }

    public Task<int> CountAsync() => WithAsync(database => database.Set<OutboxMail>().CountAsync());

    public Task<List<string?>> ProblemsAsync() =>
        WithAsync(database =>
            database.Set<OutboxMail>().OrderBy(row => row.Number).Select(row => row.Problem).ToListAsync()
        );

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_sqlite is not null)
            await _sqlite.DisposeAsync();
        if (_postgres is null)
            return;
        Npgsql.NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
    }

    private async Task<T> WithAsync<T>(Func<OutboxDatabase, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<OutboxDatabase>());
    }
}
