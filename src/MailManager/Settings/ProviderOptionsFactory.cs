using System.Collections.Frozen;
using System.Globalization;
using MailDispatcher.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MailDispatcher.MailManager.Settings;

/// <summary>
/// Reads the provider's settings from the configuration and says everything that is wrong with them at once, each with
/// the name of the setting and what to set.
/// </summary>
public sealed class ProviderOptionsFactory(IConfiguration configuration) : IOptionsFactory<ProviderOptions>
{
    /// <summary>The provider's own API.</summary>
    public const string DefaultUrl = "https://api.brevo.com/v3";

    private const string DefaultZone = CalendarZone.DefaultName;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="OptionsValidationException">Its message is all the problems.</exception>
    public ProviderOptions Create(string name)
    {
        var problems = new List<string>();
        var url = Url(problems);
        var key = ApiKeySource.Read(configuration, url?.IdnHost, problems);
        var timeout = Timeout(problems);
        var zone = Zone(problems);
        var templates = Templates(problems);
        if (url is null || key is null || timeout is null || zone is null || problems.Count > 0)
            throw new OptionsValidationException(name, typeof(ProviderOptions), problems);
        return new ProviderOptions
        {
            Url = url,
            ApiKey = key,
            Timeout = timeout.Value,
            Zone = zone,
            Templates = templates,
        };
    }

    /// <summary>What does not depend on the kind of provider.</summary>
    /// <param name="problems">What is wrong; empty where something is returned.</param>
    public (TimeSpan Timeout, TimeZoneInfo Zone, FrozenDictionary<int, long> Templates)? Shared(
        out IReadOnlyList<string> problems
    )
    {
        var found = new List<string>();
        var (timeout, zone, templates) = (Timeout(found), Zone(found), Templates(found));
        problems = found;
        return found.Count == 0 ? (timeout!.Value, zone!, templates) : null;
    }

    private Uri? Url(List<string> problems)
    {
        var text = configuration[ProviderOptions.UrlName] is { Length: > 0 } given ? given : DefaultUrl;
        if (
            Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url is { UserInfo: "", Query: "", Fragment: "" }
        )
        {
            if (url.Scheme == Uri.UriSchemeHttps || !ApiKeySource.IsProvider(url.IdnHost))
                return url;
            problems.Add(
                $"{ProviderOptions.UrlName}: http would show the API key to anyone on the way; write "
                    + $"https://{url.Host}{url.AbsolutePath.TrimEnd('/')}"
            );
            return null;
        }

        problems.Add(
            $"{ProviderOptions.UrlName}: not an address of an API; write it as {DefaultUrl}, without user, query or "
                + "fragment"
        );
        return null;
    }

    private TimeSpan? Timeout(List<string> problems)
    {
        if (configuration["Provider:Timeout"] is not { Length: > 0 } text)
            return DefaultTimeout;
        // "15" means seconds here; TimeSpan.Parse would take it for days.
        TimeSpan? timeout =
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(seconds) < 1e6
                ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span
            : null;
        if (timeout >= ShortestTimeout && timeout <= LongestTimeout)
            return timeout;
        problems.Add($"{ProviderOptions.TimeoutName}: give seconds from 0.1 to 60, as 15 or 00:00:15");
        return null;
    }

    private TimeZoneInfo? Zone(List<string> problems)
    {
        var id = configuration["Dispatch:TimeZone"] is { Length: > 0 } given ? given : DefaultZone;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        problems.Add(
            $"{ProviderOptions.ZoneName}: no time zone '{id}' on this machine; write a name of the IANA list, as "
                + $"{DefaultZone}, and see that tzdata is installed"
        );
        return null;
    }

    private FrozenDictionary<int, long> Templates(List<string> problems)
    {
        var map = new Dictionary<int, long>();
        foreach (var entry in configuration.GetSection("Provider:Templates").GetChildren())
        {
            if (
                MailTemplate.Parse(entry.Key) is { } template
                && long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id > 0
            )
                map[template] = id;
            else
                problems.Add(
                    $"{ProviderOptions.TemplatesName}{entry.Key}: give the provider's template id, 1 or more, as "
                        + $"{ProviderOptions.TemplatesName}7=42"
                );
        }

        return map.ToFrozenDictionary();
    }
}
