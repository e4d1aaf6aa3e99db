using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Consumer.Ops.Checks;

/// <summary>
/// Whether the provider that is set can answer for all mail whose fate nobody knows. Reads the journal to its end.
/// </summary>
internal static class UncertainCheck
{
    private const string What = "uncertain mail";

    public static async Task<CheckLine> RunAsync(
        BrokerConnection broker,
        DaemonSettings settings,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var memory = new Projection(settings.Dispatch.Zone, new ValueTable());
        await JournalReader.ReadAsync(broker, settings.Topology.Journal.Name, memory.Apply, cancellationToken);
        // What is with the provider right now is settled in a moment, by whoever sends it.
        var uncertain = memory
            .Uncertain()
            .Where(m => (now - m.AttemptedAt!.Value).Duration() >= UncertainRule.MayBeRunning)
            .ToList();
        return Judge(uncertain, settings.Provider.Kind);
    }

    internal static CheckLine Judge(IReadOnlyList<MailState> uncertain, ProviderKind kind)
    {
        var elsewhere = uncertain.Where(mail => mail.Provider != kind).ToList();
        if (elsewhere.Count == 0)
            return CheckLine.Ok(
                What,
                uncertain.Count == 0 ? "none" : $"{TimeFormat.Count(uncertain.Count, "mail")}, cleared up by itself"
            );
        var other = EnumName.Of(elsewhere[0].Provider);
        return CheckLine.Wrong(
            What,
            $"{TimeFormat.Count(elsewhere.Count, "mail")} went to {other}, and Provider__Kind is {EnumName.Of(kind)}, "
                + "which can't tell whether they were taken",
            $"Set Provider__Kind={other} until none is uncertain (consumer status); else they are parked for a person, "
                + $"{UncertainRule.SetBackWithin.TotalMinutes:0} minutes after a dispatcher leads."
        );
    }
}
