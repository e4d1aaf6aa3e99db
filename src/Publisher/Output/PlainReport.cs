namespace MailDispatcher.Publisher.Output;

/// <summary>Lines on standard output, refusals on standard error: for files, pipes and short runs.</summary>
internal sealed class PlainReport(TextWriter output, TextWriter error) : IReport
{
    public void Published(string line) => output.WriteLine(line);

    public void Refused(int line, string reason) => error.WriteLine($"line {line}: {reason}");
}
