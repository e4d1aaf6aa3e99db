using MailDispatcher.Sandbox.Settings;

return await new SandboxCommand().Create(Console.Out).Parse(args).InvokeAsync();
