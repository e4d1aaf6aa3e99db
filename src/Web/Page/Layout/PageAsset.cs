using System.Security.Cryptography;

namespace MailDispatcher.Web.Page.Layout;

/// <summary>
/// A file of the page that ships inside the program. Its address holds its hash, so a browser may keep it for ever.
/// </summary>
internal sealed class PageAsset
{
    private const int HashLength = 12;

    private PageAsset(byte[] content, string path, string contentType) =>
        (Content, Path, ContentType) = (content, path, contentType);

    public ReadOnlyMemory<byte> Content { get; }

    public string Path { get; }

    public string ContentType { get; }

    internal static PageAsset Load(string name, string contentType)
    {
        using var stream =
            typeof(PageAsset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program holds no {name}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..HashLength];
        return new PageAsset(content, $"/assets/{hash}/{name}", contentType);
    }
}
