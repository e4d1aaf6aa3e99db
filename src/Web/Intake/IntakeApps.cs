using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Web.Intake;

/// <summary>The apps that may ask for mails over HTTP, known by the hashes of their tokens.</summary>
internal sealed class IntakeApps(IReadOnlyList<IntakeApp> apps)
{
    /// <summary>Whose token was shown; null when it is none of ours. All are compared, each in constant time.</summary>
    public IntakeApp? Find(string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        IntakeApp? found = null;
        foreach (var app in apps)
            if (CryptographicOperations.FixedTimeEquals(hash, app.TokenHash.Span))
                found = app;
        return found;
    }
}
