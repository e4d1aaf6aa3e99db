namespace MailDispatcher.Core.Ports;

/// <summary>
/// The dispatcher's own reasons to park a mail, as journal and headers name them; the provider has others.
/// </summary>
public static class ParkingCause
{
    /// <summary>Its body is no valid request.</summary>
    public static string Unreadable => "unreadable";

    /// <summary>The broker's client can't read its headers.</summary>
    public static string UnreadableHeaders => "unreadable_headers";

    /// <summary>Another mail has its id, with other content.</summary>
    public static string Conflict => "conflict";

    /// <summary>It may have been sent, and nobody can be asked.</summary>
    public static string Uncertain => "uncertain";
}
