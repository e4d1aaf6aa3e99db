using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Ops.Commands;

return await CommandLine.RunAsync(args, Surroundings.Real);
