using System.Text;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Events;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What the provider posts, in its own words and in words that it should not use.</summary>
public sealed class WebhookBodyTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("hard_bounce", ProviderEventKind.HardBounced)]
    [InlineData("hardBounces", ProviderEventKind.HardBounced)]
    [InlineData("hardBounce", ProviderEventKind.HardBounced)]
    [InlineData("invalid_email", ProviderEventKind.HardBounced)]
    [InlineData("soft_bounce", ProviderEventKind.SoftBounced)]
    [InlineData("softBounces", ProviderEventKind.SoftBounced)]
    [InlineData("delivered", ProviderEventKind.Delivered)]
    [InlineData("deferred", ProviderEventKind.Deferred)]
    [InlineData("blocked", ProviderEventKind.Blocked)]
    [InlineData("error", ProviderEventKind.Failed)]
    [InlineData("spam", ProviderEventKind.Complained)]
    [InlineData("complaint", ProviderEventKind.Complained)]
    [InlineData("unsubscribe", ProviderEventKind.Unsubscribed)]
    [InlineData("unsubscribed", ProviderEventKind.Unsubscribed)]
    public void Event_InEachVocabulary_IsOneKind(string word, ProviderEventKind kind) =>
        Assert.Equal(kind, Assert.Single(Read($$"""{"event":"{{word}}","tag":"{{Id}}"}""")!).Kind);

    [Theory]
    [InlineData("request")]
    [InlineData("opened")]
    [InlineData("unique_proxy_open")]
    [InlineData("click")]
    [InlineData("something_new")]
    public void Event_ThatSaysNothingOfItsArrival_IsPassedOver(string word) =>
        Assert.Empty(Read($$"""{"event":"{{word}}","tag":"{{Id}}"}""")!);

    [Theory]
    [InlineData("\"tags\":[\"0f8fad5b-d9cb-469f-a165-70867728950e\"]", true)]
    [InlineData("\"tag\":\"[\\\"0F8FAD5B-D9CB-469F-A165-70867728950E\\\"]\"", true)]
    [InlineData("\"tags\":[\"news\"]", false)]
    [InlineData("\"tags\":null", false)]
    [InlineData("\"x\":1", false)]
    [InlineData("\"tags\":[\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"11111111-d9cb-469f-a165-70867728950e\"]", false)]
    public void Mail_IsNamedByTheOneTagThatIsAnId(string tags, bool isFound) =>
        Assert.Equal(
            isFound ? Guid.Parse(Id) : null,
            Assert.Single(Read($$"""{"event":"delivered",{{tags}}}""")!).Mail
        );

    [Theory]
    [InlineData("\"ts_epoch\":1795262400123", 1795262400123)]
    [InlineData("\"ts_epoch\":1795262400", 1795262400000)]
    [InlineData("\"ts_epoch\":\"1795262400123\"", 1795262400123)]
    [InlineData("\"ts_event\":1795262400", 1795262400000)]
    [InlineData("\"ts_epoch\":1795262400123,\"ts_event\":1795262000", 1795262400123)]
    [InlineData("\"ts_epoch\":0", null)]
    [InlineData("\"ts_epoch\":100000000000", 100000000000)]
    [InlineData("\"ts_epoch\":-5", null)]
    [InlineData("\"ts_epoch\":[]", null)]
    [InlineData("\"ts_epoch\":99999999999999", null)]
    [InlineData("\"date\":\"2020-10-09 00:00:00\"", null)]
    public void Time_IsTheOneThatIsUtc(string time, long? milliseconds) =>
        Assert.Equal(
            milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : Now,
            Assert.Single(Read($$"""{"event":"delivered",{{time}}}""")!).At
        );

    [Fact]
    public void Reason_WithAnAddress_IsToldWithoutIt()
    {
        var told = Assert.Single(
            Read("""{"event":"hard_bounce","email":"ana@example.com","reason":"550 no ana@example.com here"}""")!
        );
        Assert.Equal(("ana@example.com", "550 no (address) here"), (told.Address, told.Reason));
    }

    [Theory]
    [InlineData("[{\"event\":\"delivered\"},{\"event\":\"spam\"},{\"event\":7},{}]", 2)]
    [InlineData("[]", 0)]
    [InlineData("{}", 0)]
    public void Body_OfSeveral_IsReadInOrder(string body, int count) => Assert.Equal(count, Read(body)!.Count);

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("[7]")]
    [InlineData("{\"event\":")]
    [InlineData("<html>")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]")]
    public void Body_ThatIsNoEvent_IsNull(string body) => Assert.Null(Read(body));

    private static IReadOnlyList<ProviderEvent>? Read(string body) =>
        WebhookBody.Read(Encoding.UTF8.GetBytes(body), Now);
}
