using MailDispatcher.Consumer.Ops;

// Before all else, so that no moment of the start is without it. By default a process is ended in the middle of a mail.
var stopping = StopSignal.Listen(DaemonHost.ShutdownTimeout + TimeSpan.FromSeconds(5));
return await MailDispatcher.Consumer.Ops.Commands.CommandLine.RunAsync(args, stopping);
