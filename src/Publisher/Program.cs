using MailDispatcher.Publisher;

return await PublisherCommand.RunAsync(args);
