using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary>The example app as a process of its own.</summary>
internal static class MentoringApp
{
    public static object Sample =>
        new
        {
            mentor = "Cauã",
            mentored = "Ana",
            email = "ana@example.com",
            start = TimeProvider.System.GetUtcNow().AddDays(3),
        };

    public static ChildProcess Start(int port, PostgresNode postgres, Uri broker)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var folder = Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "MentoringApp", configuration);
        return ChildProcess.Start(
            Path.Combine(folder, "MailDispatcher.MentoringApp"),
            [],
            new Dictionary<string, string?>
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["ConnectionStrings__Mentoring"] = postgres.ConnectionString,
                ["QUEUE_SERVICE_URL"] = broker.ToString(),
                ["MailDispatcher__App"] = "mentoring",
                ["MailDispatcher__CreateQueues"] = "true",
                ["MailDispatcher__Outbox__PauseMilliseconds"] = "50",
            }
        );
    }

    public static Task AnswersAsync(ChildProcess app, HttpClient http) =>
        Eventually.TrueAsync(
            async () =>
                app.HasExited || (await http.GetAsync(new Uri("healthz", UriKind.Relative))).IsSuccessStatusCode,
            () => $"the app answers; it wrote:\n{app.Output}"
        );
}
