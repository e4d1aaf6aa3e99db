namespace MailDispatcher.TestKit.Processes;

/// <summary>The signals that tests send, by their Linux numbers (signal(7)).</summary>
public enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
