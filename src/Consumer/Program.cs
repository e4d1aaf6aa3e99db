using System.CommandLine;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Ops.Commands;

Terminal.Prepare();
var command = CommandLine.Create().Parse(args);

// By default the process is ended 2 s after SIGTERM, in the middle of a mail.
var exitCode = await command.InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = DaemonHost.ShutdownTimeout + TimeSpan.FromSeconds(5) }
);
return command.Errors.Count > 0 ? ExitCode.Usage : exitCode;
