using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Ops.Commands;

if (OpenFiles.Shortage() is { } shortage)
{
    Console.Error.WriteLine(shortage);
    return ExitCode.Usage;
}

return await CommandLine.RunAsync(args, DaemonDependencies.Real);
