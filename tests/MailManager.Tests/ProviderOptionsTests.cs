using MailDispatcher.Contracts;
using MailDispatcher.MailManager.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MailDispatcher.MailManager.Tests;

/// <summary>The settings: where they come from, and that all that is wrong is said at start, at once.</summary>
public sealed class ProviderOptionsTests : IDisposable
{
    private const string Key = "xkeysib-0123456789abcdef-abc";
    private readonly string _directory = Directory.CreateTempSubdirectory("mail-provider-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Options_OfAKeyAlone_HaveTheDefaults()
    {
        var options = Read(("SENDINBLUE_API_KEY", Key));
        Assert.Equal("https://api.brevo.com/v3/", options.Url.AbsoluteUri);
        Assert.Equal(TimeSpan.FromSeconds(15), options.Timeout);
        Assert.Equal("America/Recife", options.Zone.Id);
        Assert.All(
            MailTemplate.Names.Keys.Append(42),
            number => Assert.Equal(number, options.ProviderTemplate(number))
        );
    }

    [Theory]
    [InlineData("https://api.sendinblue.com/v3/", "https://api.sendinblue.com/v3/")]
    [InlineData("http://127.0.0.1:8080/v3", "http://127.0.0.1:8080/v3/")]
    public void Url_IsTakenWithOrWithoutASlashAtItsEnd(string url, string expected) =>
        Assert.Equal(expected, Read(("SENDINBLUE_API_KEY", Key), ("SENDINBLUE_URL", url)).Url.AbsoluteUri);

    [Theory]
    [InlineData("20", 20)]
    [InlineData("0.25", 0.25)]
    [InlineData("00:00:07.5", 7.5)]
    public void Timeout_IsReadAsSecondsOrAsATime(string text, double seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            Read(("SENDINBLUE_API_KEY", Key), ("Provider:Timeout", text)).Timeout
        );

    [Fact]
    public void Key_InAFile_IsReadWithoutItsLineEnd()
    {
        var path = Write("key", $"{Key}\n");
        Assert.Equal(Key, Read(("SENDINBLUE_API_KEY_FILE", path)).ApiKey.Reveal());
    }

    [Fact]
    public void Key_AmongTheCredentialsOfTheUnit_IsRead()
    {
        Write("sendinblue-api-key", Key);
        Assert.Equal(Key, Read(("CREDENTIALS_DIRECTORY", _directory)).ApiKey.Reveal());
    }

    [Fact]
    public void Key_GivenInSeveralPlaces_IsTheNearest()
    {
        Write("sendinblue-api-key", Key + "3");
        var file = ("SENDINBLUE_API_KEY_FILE", Write("key", Key + "2"));
        var credentials = ("CREDENTIALS_DIRECTORY", _directory);
        Assert.Equal(Key + "1", Read(("SENDINBLUE_API_KEY", Key + "1"), file, credentials).ApiKey.Reveal());
        Assert.Equal(Key + "2", Read(file, credentials).ApiKey.Reveal());
    }

    [Fact]
    public void Key_ForAnotherHost_MayHaveAnyForm() =>
        Assert.Equal(
            "anything",
            Read(("SENDINBLUE_URL", "http://127.0.0.1:1/v3"), ("SENDINBLUE_API_KEY", "anything")).ApiKey.Reveal()
        );

    [Fact]
    public void Key_IsInNoText()
    {
        var options = Read(("SENDINBLUE_API_KEY", Key));
        Assert.DoesNotContain(Key, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, options.ApiKey.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, System.Text.Json.JsonSerializer.Serialize(options.ApiKey), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_AreAllInOneMessageThatSaysWhatToSet()
    {
        var problems = Problems(
            ("SENDINBLUE_URL", "api.brevo.com"),
            ("Provider:Timeout", "soon"),
            ("Dispatch:TimeZone", "America/Recifee"),
            ("Provider:Templates:7", "x"),
            ("Provider:Templates:seven", "7")
        );
        foreach (
            var setting in new[]
            {
                "SENDINBLUE_URL: not an address",
                "SENDINBLUE_API_KEY: not set",
                "Provider__Timeout: give seconds",
                "Dispatch__TimeZone: no time zone 'America/Recifee'",
                "Provider__Templates__7: give",
                "Provider__Templates__seven: give",
            }
        )
            Assert.Contains(setting, problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.brevo.com/v3", "xsmtpsib-0123", "this is an SMTP key")]
    [InlineData("https://API.Sendinblue.com/v3", "xsmtpsib-0123", "this is an SMTP key")]
    [InlineData("https://api.brevo.com/v3", "0123456789", "begin with xkeysib-")]
    [InlineData("http://127.0.0.1:1/v3", "with space", "holds a space")]
    [InlineData("http://127.0.0.1:1/v3", "with\r\nbreak", "holds a space")]
    [InlineData("http://127.0.0.1:1/v3", "chavé", "holds a space")]
    public void Key_OfTheWrongForm_IsToldWithoutShowingIt(string url, string key, string problem)
    {
        var problems = Problems(("SENDINBLUE_URL", url), ("SENDINBLUE_API_KEY", key));
        Assert.Contains(problem, problems, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problems, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyFile_ThatIsMissingOrEmpty_IsTold()
    {
        Assert.Contains(
            "can't read",
            Problems(("SENDINBLUE_API_KEY_FILE", Path.Combine(_directory, "none"))),
            StringComparison.Ordinal
        );
        Assert.Contains("can't read", Problems(("SENDINBLUE_API_KEY_FILE", _directory)), StringComparison.Ordinal);
        Assert.Contains(
            "is empty",
            Problems(("SENDINBLUE_API_KEY_FILE", Write("key", " \n"))),
            StringComparison.Ordinal
        );
        Assert.Contains("not set", Problems(("CREDENTIALS_DIRECTORY", _directory)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://api.brevo.com/v3", "not an address")]
    [InlineData("https://user:password@api.brevo.com/v3", "not an address")]
    [InlineData("https://api.brevo.com/v3?x=1", "not an address")]
    [InlineData("http://api.brevo.com/v3", "write https://api.brevo.com/v3")]
    public void Url_ThatCanNotBe_IsTold(string url, string problem) =>
        Assert.Contains(
            problem,
            Problems(("SENDINBLUE_URL", url), ("SENDINBLUE_API_KEY", Key)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("61")]
    [InlineData("1.00:00:00")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    public void Timeout_OutOfItsRange_IsTold(string timeout) =>
        Assert.Contains(
            "Provider__Timeout: give seconds from 0.1 to 60",
            Problems(("SENDINBLUE_API_KEY", Key), ("Provider:Timeout", timeout)),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Host_WithWrongSettings_DoesNotStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMailManager();
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            host.StartAsync(TestContext.Current.CancellationToken)
        );
        Assert.Contains("SENDINBLUE_API_KEY: not set", e.Message, StringComparison.Ordinal);
    }

    private static string Problems(params (string, string)[] settings) =>
        Assert.Throws<OptionsValidationException>(() => Read(settings)).Message;

    private static ProviderOptions Read(params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
                .Build()
        );
        services.AddMailManager();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ProviderOptions>>().Value;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
