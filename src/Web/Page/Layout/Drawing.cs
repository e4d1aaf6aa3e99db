using System.Globalization;

namespace MailDispatcher.Web.Page.Layout;

/// <summary>Numbers as drawings need them.</summary>
internal static class Drawing
{
    /// <summary>A length or a place, to a hundredth.</summary>
    public static string Length(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);
}
