using System.CommandLine;
using MailDispatcher.Consumer.Ops.Commands;

var root = new RootCommand("Mail Dispatcher: spends a daily allowance of mails on the mails that matter most, soonest.");
root.Add(RunCommand.Create());
root.Add(HealthCommand.Create());
root.Add(SettingsCommand.Create());
return await root.Parse(args).InvokeAsync();
