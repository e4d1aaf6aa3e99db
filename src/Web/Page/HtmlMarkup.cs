using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace MailDispatcher.Web.Page;

/// <summary>What the compiler makes of <c>Html.Of($"...")</c>: the one place where text becomes HTML.</summary>
[InterpolatedStringHandler]
public readonly struct HtmlMarkup(int literalLength, int formattedCount)
{
    // Quotes, angle brackets and ampersands are encoded whatever ranges are allowed.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup = new(literalLength + formattedCount * 16);

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? ""));

    public void AppendFormatted(Html? piece) => _markup.Append(piece);

    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
            _markup.Append(piece);
    }

    public void AppendFormatted(Guid id) => _markup.Append(id.ToString());

    public void AppendFormatted(int number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>For lengths in drawings.</summary>
    public void AppendFormatted(double number) => _markup.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    public override string ToString() => _markup.ToString();
}
