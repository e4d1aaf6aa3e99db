using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.Settings;
using Microsoft.Extensions.Configuration;

namespace MailDispatcher.Consumer.Tests;

/// <summary>The settings: where they come from, and that all that is wrong is said at start, at once.</summary>
public sealed class BrevoSettingsTests : IDisposable
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
            ("Provider:Templates:7", "x"),
            ("Provider:Templates:seven", "7")
        );
        foreach (
            var setting in new[]
            {
                "SENDINBLUE_URL: not an address",
                "SENDINBLUE_API_KEY: not set",
                "Provider__Timeout: 'soon' is not seconds, 0.1 to 60",
                "Provider__Templates__7: 'x' is not the provider's template id, 1 or more",
                "Provider__Templates__seven: '7' is not",
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
            $"Provider__Timeout: '{timeout}' is not seconds, 0.1 to 60",
            Problems(("SENDINBLUE_API_KEY", Key), ("Provider:Timeout", timeout)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Problems_OfTheOtherKindOfProvider_DoNotMatter()
    {
        var relay = Settings(("SENDINBLUE_API_KEY", Key), ("Smtp:Port", "none"));
        Assert.Empty(relay.Problems);
        Assert.NotNull(relay.Brevo);
        Assert.Null(relay.Smtp);
        var smtp = Settings(("Provider:Kind", "SMTP"), ("SENDINBLUE_URL", "none"));
        Assert.Contains(smtp.Problems, p => p.StartsWith("Smtp__Host: not set", StringComparison.Ordinal));
        Assert.DoesNotContain(smtp.Problems, p => p.StartsWith("SENDINBLUE", StringComparison.Ordinal));
    }

    private static string Problems(params (string, string)[] settings) =>
        Assert.Throws<InvalidSettingsException>(() => Settings(settings).ThrowIfAnyProblem()).Message;

    private static BrevoOptions Read(params (string, string)[] settings)
    {
        var read = Settings(settings);
        read.ThrowIfAnyProblem();
        return read.Brevo!;
    }

    private static ProviderSettings Settings(params (string Name, string Value)[] settings) =>
        ProviderSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
                .Build()
        );

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
