using System.CommandLine;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>Says what is wrong with the input in one line, with exit code 2, instead of a stack trace.</summary>
internal static class CommandErrors
{
    public static int Said(ParseResult result, Action command)
    {
        try
        {
            command();
            return 0;
        }
        catch (Exception e)
            when (e
                    is FormatException
                        or IOException
                        or UnauthorizedAccessException
                        or TimeZoneNotFoundException
                        or InvalidTimeZoneException
            )
        {
            result.InvocationConfiguration.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
