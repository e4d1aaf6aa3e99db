using System.Collections.Concurrent;
using System.Globalization;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>
/// What accounts do to each other when daemons die: one has a long queue, all get urgent mail, and every two seconds
/// the daemon of one account, drawn at random, is killed and started again. No mail may be lost or sent twice.
/// </summary>
internal static class AccountKillsBenchmark
{
    private const int Neighbours = 20_000;
    private const int Kills = 30;
    private const int Seed = 20261127;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenMails = TimeSpan.FromSeconds(2);

    // After this long a mail that was with the provider at the kill is settled.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string file, int count)
    {
        await using var broker = await BrokerNode.StartAsync();
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { RateLimitScale = 0, Credits = 10_000_000 }
        );
        var accounts = new List<Account>();
        try
        {
            while (accounts.Count < count)
                accounts.Add(await Account.StartAsync(broker, sandbox, Patience));
            var (text, isKept) = await PlayAsync(accounts, sandbox);
            Console.WriteLine(text);
            await File.WriteAllTextAsync(file, text);
            return isKept ? 0 : 1;
        }
        finally
        {
            foreach (var account in accounts)
                await account.DisposeAsync();
        }
    }

    private static async Task<(string Text, bool IsKept)> PlayAsync(List<Account> accounts, SandboxServer sandbox)
    {
        var urgent = new ConcurrentBag<Published>();
        var kills = new List<(int Account, DateTimeOffset At)>();
        using var over = new CancellationTokenSource();
        var backlog = accounts[0].PublishAsync(Neighbours, hours: 5);
        var asking = Task.WhenAll(accounts.Select((account, n) => AskAsync(account, n, urgent, over.Token)));
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(BetweenKills);
            var account = random.Next(accounts.Count);
            kills.Add((account, TimeProvider.System.GetUtcNow()));
            await accounts[account].KillAndStartAgainAsync();
        }

        await over.CancelAsync();
        await asking;
        Guid[] all = [.. await backlog, .. urgent.Select(mail => mail.Id)];
        var isAllTaken = true;
        try
        {
            await Eventually.TrueAsync(
                () => sandbox.Sandbox.Mails.Snapshot().DistinctBy(mail => mail.Tag).Count() >= all.Length,
                $"{all.Length} mails are taken",
                Patience
            );
        }
        catch (TimeoutException)
        {
            isAllTaken = false;
        }

        var taken = sandbox.Sandbox.Mails.Snapshot().ToLookup(mail => Guid.Parse(mail.Tag!), mail => mail.At);
        var lost = all.Count(id => !taken.Contains(id));
        var twice = taken.Sum(mail => mail.Count() - 1);
        var delays = urgent
            .Where(mail => taken.Contains(mail.Id))
            .Select(mail => (mail.Account, Published: mail.At, Taken: taken[mail.Id].Min()))
            .ToLookup(
                mail =>
                    kills.Exists(kill => kill.Account == mail.Account && IsNear(kill.At, mail.Published, mail.Taken)),
                mail => (mail.Taken - mail.Published).TotalSeconds
            );
        return (Words(accounts.Count, all.Length, kills, lost, twice, delays), isAllTaken && lost + twice == 0);
    }

    // However long before the kill it was published: what still waited at the kill waits for the next daemon, too.
    private static bool IsNear(DateTimeOffset kill, DateTimeOffset published, DateTimeOffset taken) =>
        taken > kill && published < kill + Aftermath;

    private static async Task AskAsync(
        Account account,
        int number,
        ConcurrentBag<Published> published,
        CancellationToken over
    )
    {
        using var timer = new PeriodicTimer(BetweenMails);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var at = TimeProvider.System.GetUtcNow();
                published.Add(new Published(number, await account.PublishAsync(hours: 1), at));
            }
        }
        catch (OperationCanceledException)
        {
            // It has asked for enough.
        }
    }

    private static string Words(
        int accounts,
        int mails,
        List<(int Account, DateTimeOffset At)> kills,
        int lost,
        int twice,
        ILookup<bool, double> delays
    )
    {
        List<string> lines =
        [
            "# Many accounts whose daemons die",
            "",
            "Written by `./dev bench kills`; don't edit it.",
            "",
            $"{accounts} daemons with the deadline policy, each in a virtual host of its own, on one RabbitMQ and {Environment.ProcessorCount} cores, all on this machine. The first account is asked for {Neighbours:N0} mails at once, each account for an urgent one every {BetweenMails.TotalSeconds:0} s, and every {BetweenKills.TotalSeconds:0} s the daemon of an account drawn at random is killed with `kill -9` and started again: {kills.Count} kills of {kills.DistinctBy(kill => kill.Account).Count()} accounts, seed {Seed}. Near a kill: not yet with the provider when the daemon of its own account was killed, or published up to {Aftermath.TotalSeconds:0} s after it.",
            "",
            $"Mails in {mails}, lost {lost}, twice {twice}, over all accounts.",
            "",
            "| urgent mail, from the publish to the provider | mails | median | 99 of 100 within | worst |",
            "|---|---|---|---|---|",
            Row("of accounts left alone", [.. delays[false].Order()]),
            Row("near a kill of its own account", [.. delays[true].Order()]),
            "",
        ];
        return string.Join('\n', lines);
    }

    private static string Row(string what, double[] sorted) =>
        sorted.Length == 0
            ? $"| {what} | 0 | - | - | - |"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {sorted.Length} | {sorted[sorted.Length / 2]:0.00} s | {sorted[sorted.Length * 99 / 100]:0.00} s | {sorted[^1]:0.00} s |"
            );

    private sealed record Published(int Account, Guid Id, DateTimeOffset At);
}
