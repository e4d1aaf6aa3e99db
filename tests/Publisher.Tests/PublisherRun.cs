using MailDispatcher.Contracts;
using MailDispatcher.TestKit;

namespace MailDispatcher.Publisher.Tests;

/// <summary>Runs of the program as a person starts it, against a virtual host of the test's own.</summary>
internal static class PublisherRun
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs it to its end with the broker in its environment.</summary>
    public static async Task<ProgramUnderTest> RunAsync(
        Uri broker,
        string[] arguments,
        string? input = null,
        params (string Name, string Value)[] environment
    )
    {
        Dictionary<string, string?> variables = new() { ["QUEUE_SERVICE_URL"] = broker.OriginalString };
        foreach (var (name, value) in environment)
            variables[name] = value;
        return await ProgramUnderTest.RunAsync("publisher", arguments, variables, input);
    }

    public static Task<int> ExitCodeOf(ProgramUnderTest run) => run.WaitForExitAsync(cancellationToken: Token);

    public static string[] Output(ProgramUnderTest run) =>
        [.. run.Lines.Where(line => !line.IsError).Select(line => line.Text)];

    public static string[] Errors(ProgramUnderTest run) =>
        [.. run.Lines.Where(line => line.IsError).Select(line => line.Text)];

    /// <summary>Everything that waits, decoded, in the order in which the queue hands it out.</summary>
    public static async Task<MailRequest[]> WaitingAsync(Uri broker, string queue = PendingQueueOptions.DefaultName) =>
        [
            .. (await QueueContents.TakeAllAsync(broker, queue, Token)).Select(message =>
                Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span)).Request
            ),
        ];
}
