using MailDispatcher.Sandbox.Contacts;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.Templates;
using MailDispatcher.Sandbox.Webhooks;

namespace MailDispatcher.Sandbox.State;

/// <summary>
/// What the sandbox knows, for a test in the same process to read and to change. Every part is thread-safe.
/// </summary>
public sealed class SandboxState
{
    /// <param name="whenFull">Called with what is being forgotten, the first time that it is.</param>
    internal SandboxState(SandboxOptions options, TimeProvider time, Action<string> whenFull)
    {
        Mails = new(options.MaxKept, options.MaxKeptBytes, mail => mail.Draft.Request.Length, () => whenFull("mails"));
        Calls = new(
            options.MaxKept,
            options.MaxKeptBytes,
            call => call.Path.Length + call.Query.Length,
            () => whenFull("calls")
        );
        Credits = new(options.Plan, options.Credits, options.Zone, time);
        Templates = new(options.Senders[0], options.ExtraTemplates, options.InactiveTemplates, time);
        Blocked = new(options.BlockedContacts, options.Senders[0].Email, time);
    }

    /// <summary>The mails taken, oldest first.</summary>
    public BoundedLog<AcceptedMail> Mails { get; }

    /// <summary>The calls answered or reset, in that order.</summary>
    public BoundedLog<ApiCall> Calls { get; }

    public FaultRules Faults { get; } = new();

    public CreditAccount Credits { get; }

    public TemplateStore Templates { get; }

    public BlockedContacts Blocked { get; }

    public WebhookStore Webhooks { get; } = new();

    /// <summary>Forgets mails and calls; faults, credits and idempotency keys stay.</summary>
    public void Clear()
    {
        Mails.Clear();
        Calls.Clear();
    }
}
