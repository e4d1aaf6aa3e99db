namespace MailDispatcher.House.Tests.Samples.Lower;

/// <summary>The other half; it names the first without a using, within a method.</summary>
internal static class Below
{
    public static int Depth()
    {
        Upper.Above.Last = "below";
        return 0;
    }
}
