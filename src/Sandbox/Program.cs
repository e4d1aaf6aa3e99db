using MailDispatcher.Sandbox.Settings;

return await new SandboxCommand().RunAsync(args);
