using Microsoft.Extensions.Options;

namespace MailDispatcher.Client.Registration;

/// <summary>All that is wrong with the settings, in one message at the app's start.</summary>
internal sealed class MailPublisherSettingsCheck : IValidateOptions<MailPublisherSettings>
{
    public ValidateOptionsResult Validate(string? name, MailPublisherSettings options) =>
        options.Problems() is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems)
            : ValidateOptionsResult.Success;
}
