using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine.Tests;

/// <summary>What is told again to the app that asked, and what a stranger may not say.</summary>
public sealed class RequestOriginTests
{
    private const string Prefix = "mail-outcomes.";
    private static readonly DecodedMail Plain = new DecodedMail.Valid(Request());

    [Fact]
    public void Request_ThatSaysNothingOfItself_HasNone()
    {
        Assert.Null(RequestOrigin.Of(Plain, null, null));
        Assert.Null(RequestOrigin.Of(Plain, "", ""));
        Assert.Null(RequestOrigin.Of(new DecodedMail.Unreadable("body: no JSON"), null, null));
    }

    [Fact]
    public void Request_SaysItsAppItsKeyItsDataAndWhatNobodyReads()
    {
        var data = System.Text.Json.JsonDocument.Parse("""{"a":1}""").RootElement;
        var request = Request() with { App = "app", Ref = "42", Data = data };
        var origin = RequestOrigin.Of(new DecodedMail.Valid(request) { UnknownFields = ["dedline"] }, null, "c-1")!;
        Assert.Equal(("app", "42", "c-1", null), (origin.App, origin.Ref, origin.CorrelationId, origin.ReplyTo));
        Assert.Equal("""{"a":1}""", origin.Data!.Value.GetRawText());
        Assert.Equal(["dedline"], origin.UnknownFields!);
        Assert.Null(RequestOrigin.Of(new DecodedMail.Valid(request), null, null)!.UnknownFields);
        Assert.NotNull(RequestOrigin.Of(new DecodedMail.Valid(Request() with { Data = data }), null, null));
        Assert.NotNull(RequestOrigin.Of(new DecodedMail.Valid(Request() with { Ref = "42" }), null, null));
        Assert.NotNull(RequestOrigin.Of(new DecodedMail.Valid(Request()) { UnknownFields = ["x"] }, null, null));
    }

    [Fact]
    public void Unreadable_SaysWhatOfItCanBeRead()
    {
        var origin = RequestOrigin.Of(new DecodedMail.Unreadable("body: x") { App = "app", Ref = "42" }, null, null)!;
        Assert.Equal(("app", "42"), (origin.App, origin.Ref));
    }

    [Theory]
    [InlineData("mail-outcomes.app", true)]
    [InlineData("mail-outcomes", false)]
    [InlineData("mail-outcomes-app", false)]
    [InlineData("mails", false)]
    [InlineData("app.mail-outcomes.", false)]
    public void ReplyTo_OutsideOfTheQueuesForOutcomes_IsLeftOut(string name, bool isKept) =>
        Assert.Equal(isKept ? name : null, RequestOrigin.Of(Plain, name, "c")!.ReplyTo);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Names_LongerThanTheBrokerTakes_AreLeftOut(int length, bool isKept)
    {
        var name = Prefix + new string('x', length - Prefix.Length);
        Assert.Equal(isKept ? name : null, RequestOrigin.Of(Plain, name, "c")!.ReplyTo);
        Assert.Equal(isKept ? name : null, RequestOrigin.Of(Plain, $"{Prefix}x", name)!.CorrelationId);
    }

    private static MailRequest Request() => new() { Template = 7, Recipient = new Recipient("Ana", "ana@example.com") };
}
