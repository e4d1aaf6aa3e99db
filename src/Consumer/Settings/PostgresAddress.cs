using Npgsql;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Reads the address of a PostgreSQL: as libpq, Django and Node write it, or as Npgsql does.</summary>
internal static class PostgresAddress
{
    /// <summary>Null for what is neither, or says something that Npgsql does not know.</summary>
    public static NpgsqlConnectionStringBuilder? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var address =
                Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "postgresql" or "postgres"
                    ? OfUrl(url)
                    : new NpgsqlConnectionStringBuilder(text);
            return address.Host is { Length: > 0 } ? address : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var address = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(url.Host) };
        if (url.Port > 0)
            address.Port = url.Port;
        if (user[0].Length > 0)
            address.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            address.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1)
            address.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = option.Split('=', 2);
            var value = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
            // libpq's names, where they are not Npgsql's.
            address[
                parts[0] switch
                {
                    "sslmode" => "SSL Mode",
                    "sslrootcert" => "Root Certificate",
                    "sslcert" => "SSL Certificate",
                    "sslkey" => "SSL Key",
                    "connect_timeout" => "Timeout",
                    "application_name" => "Application Name",
                    var name => name,
                }
            ] = parts[0] == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return address;
    }
}
