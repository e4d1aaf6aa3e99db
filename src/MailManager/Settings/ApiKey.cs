namespace MailDispatcher.MailManager.Settings;

/// <summary>The provider's API key: it can be used, and can't be written anywhere by accident.</summary>
public sealed class ApiKey
{
    private readonly string _value;

    internal ApiKey(string value) => _value = value;

    /// <summary>The key itself, for the one header that carries it.</summary>
    internal string Reveal() => _value;

    public override string ToString() => "(secret)";
}
