using System.CommandLine;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Ops.Commands;

Terminal.Prepare();
// By default the process is ended 2 s after SIGTERM, in the middle of a mail.
return await CommandLine.Create().Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = DaemonHost.ShutdownTimeout + TimeSpan.FromSeconds(5) });
