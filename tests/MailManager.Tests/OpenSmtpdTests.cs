using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.MailManager.Tests;

/// <summary>
/// OpenSMTPD as the relay. It keeps its queue in one place of the machine and runs as root alone; elsewhere this is
/// skipped.
/// </summary>
public sealed class OpenSmtpdTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_ThatPassesMailOn_GetsEachOnce_AndRefusesWhoeverIsNotItsOwn()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "OpenSMTPD needs root.");
        await using var mailbox = new SmtpPeer();
        var port = FreePort.Next();
        var folder = Directory.CreateTempSubdirectory("smtpd-").FullName;
        try
        {
            var settings = Path.Combine(folder, "smtpd.conf");
            await File.WriteAllTextAsync(
                settings,
                $"""
                listen on 127.0.0.1 port {port}
                action "on" relay host smtp://127.0.0.1:{mailbox.Port}
                match from any for domain "example.com" action "on"

                """,
                Token
            );
            await using var relay = ChildProcess.Start("/usr/sbin/smtpd", ["-d", "-f", settings]);
            await using var program = new ProgramWithRelay(port, withAccount: false);
            await Eventually.TrueAsync(
                async () => await program.Check.CheckAccountAsync(Token) is AccountCheck.Ready,
                () => $"OpenSMTPD answers; it wrote: {relay.Output}",
                Patience,
                Token
            );
            Assert.IsType<SendersCheck.AllActive>(await program.Check.CheckSendersAsync(Token));

            var mails = Enumerable.Range(0, 12).Select(_ => Mails.Any()).ToList();
            var outcomes = await Task.WhenAll(mails.Select(mail => program.Provider.SendAsync(mail, Token)));
            Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
            var stranger = Mails.Mentoring(MailTemplate.NotSelected) with
            {
                Recipient = new Recipient("Stranger", "stranger@elsewhere.example"),
            };
            var refused = Assert.IsType<SendOutcome.Refused>(
                await program.Provider.SendAsync(Mails.Of(stranger), Token)
            );
            Assert.Equal("smtp_550", refused.Code);
            Assert.DoesNotContain("stranger@", refused.Message, StringComparison.Ordinal);

            var ids = mails.Select(m => $"{m.Id:D}@sender.example").ToHashSet();
            await Eventually.TrueAsync(
                () => Task.FromResult(mailbox.Messages.Count(m => ids.Contains(m.MessageId!)) >= mails.Count),
                "the relay has passed all of them on",
                Patience,
                Token
            );
            Assert.Equal(ids.Order(), mailbox.Messages.Select(m => m.MessageId!).Where(ids.Contains).Order());
            relay.Send(Signal.Terminate);
            await relay.WaitForExitAsync(Patience, Token);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
