using MailDispatcher.Clock;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Ops.Commands;
using MailDispatcher.TestConsumer;

// The whole of src/Consumer with two more settings, which the program that is deployed has not: the clock it runs by
// (Clock__Speed, Clock__Start, Clock__Origin) and the moment at which it dies (CrashTest__At).
var dependencies = new DaemonDependencies(
    ClockSettings.FromEnvironment().Create(),
    FatalCheckpoint.Parse(Environment.GetEnvironmentVariable("CrashTest__At"))
);
return await CommandLine.RunAsync(args, dependencies);
