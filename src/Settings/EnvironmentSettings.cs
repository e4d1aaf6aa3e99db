using System.Collections;
using Microsoft.Extensions.Configuration;

namespace MailDispatcher.Settings;

/// <summary>The environment's variables as a configuration, and above them what the command line gives.</summary>
public static class EnvironmentSettings
{
    /// <param name="given">Values by the variable that they stand for; null where nothing is given.</param>
    public static IConfiguration Read(IEnumerable<KeyValuePair<string, string?>>? given = null) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                Environment
                    .GetEnvironmentVariables()
                    .Cast<DictionaryEntry>()
                    .Select(entry => KeyValuePair.Create(Key((string)entry.Key), (string?)entry.Value))
            )
            .AddInMemoryCollection(
                (given ?? []).Where(e => e.Value is not null).Select(e => KeyValuePair.Create(Key(e.Key), e.Value))
            )
            .Build();

    private static string Key(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);
}
