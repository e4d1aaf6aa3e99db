using System.Text;

namespace MailDispatcher.Engine.Tests;

/// <summary>Whose mail it is that nobody can read: the whole address decides, for what is discarded is gone.</summary>
public sealed class AddressMatchTests
{
    [Theory]
    [InlineData("""{"recipient":"ana@example.com","x":""", true)]
    [InlineData("To: Ana <ANA@Example.com>", true)]
    [InlineData("write to ana@example.com.", true)]
    [InlineData("""{"recipient":"joana@example.com"}""", false)]
    [InlineData("""{"recipient":"maria.ana@example.com"}""", false)]
    [InlineData("""{"recipient":"maria+ana@example.com"}""", false)]
    [InlineData("""{"recipient":"ana@example.com.br"}""", false)]
    [InlineData("""{"recipient":"joana@example.com","cc":"ana@example.com"}""", true)]
    [InlineData("", false)]
    public void UnreadableMail_IsToAPerson_WhoseWholeAddressStandsInIt(string body, bool isTheirs) =>
        Assert.Equal(isTheirs, AddressMatch.IsTo(null, Encoding.UTF8.GetBytes(body), " ana@example.com"));
}
