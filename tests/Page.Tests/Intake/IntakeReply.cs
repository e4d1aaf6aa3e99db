using System.Text.Json;

namespace MailDispatcher.Page.Tests.Intake;

/// <summary>What the intake answered.</summary>
internal sealed record IntakeReply(int Status, JsonElement Body, string? RetryAfter, string? ContentType)
{
    public Guid Id => Body.GetProperty("id").GetGuid();

    public string? Text(string name) => Body.TryGetProperty(name, out var value) ? value.ToString() : null;
}
