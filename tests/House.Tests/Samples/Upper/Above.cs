namespace MailDispatcher.House.Tests.Samples.Upper;

/// <summary>One half of a cycle that the folder graph must find.</summary>
internal static class Above
{
    public static int Depth() => Lower.Below.Depth() + 1;

    public const string Name = "above";

    public static string Last { get; set; } = Name;
}
