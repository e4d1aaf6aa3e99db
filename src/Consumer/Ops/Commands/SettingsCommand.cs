using System.CommandLine;
using MailDispatcher.Consumer.Settings;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer settings</c>: what is in force, secrets masked, and what is wrong with it.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var command = new Command("settings", "Print the settings in force (secrets masked); exit code 2 when any can't be used.");
        command.SetAction(_ =>
        {
            try
            {
                var settings = DaemonSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
                var table = new Table().Border(TableBorder.Simple).AddColumns("Setting", "Value", "Default", "Allowed", "What it does");
                foreach (var setting in settings.All)
                    table.AddRow(Markup.Escape(setting.Name), Markup.Escape(setting.Value), Markup.Escape(setting.Default), Markup.Escape(setting.Allowed), Markup.Escape(setting.About));
                AnsiConsole.Write(table);
                return ExitCode.Done;
            }
            catch (InvalidSettingsException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.Usage;
            }
        });
        return command;
    }
}
