using System.CommandLine;
using System.CommandLine.Parsing;

namespace MailDispatcher.Sandbox.Settings;

/// <summary>An option of the command line whose default stands in an environment variable.</summary>
internal static class SettingOption
{
    public static Option<T> Create<T>(
        string name,
        string variable,
        string description,
        T standard,
        Func<string, T> read
    )
    {
        return new Option<T>(name)
        {
            Description = $"{description} [{variable}]",
            CustomParser = result => Read(result, name, result.Tokens[^1].Value),
            DefaultValueFactory = result =>
                Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
                    ? Read(result, variable, text)
                    : standard,
        };

        T Read(ArgumentResult result, string source, string text)
        {
            try
            {
                return read(text);
            }
            catch (Exception e)
                when (e
                        is FormatException
                            or OverflowException
                            or ArgumentException
                            or TimeZoneNotFoundException
                            or InvalidTimeZoneException
                )
            {
                result.AddError($"{source}: '{text}' can't be used: {e.Message}");
                return standard;
            }
        }
    }
}
