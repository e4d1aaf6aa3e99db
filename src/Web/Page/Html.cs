namespace MailDispatcher.Web.Page;

/// <summary>
/// A piece of the page. Made from interpolated strings only: what is written out is markup, what is filled in is text
/// and is encoded, always (see <see cref="HtmlMarkup"/>). There is no other way to make one, so nothing of a mail can
/// slip through. Attribute values must stand in double quotes.
/// </summary>
public sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html None { get; } = new("");

    public static Html Of(HtmlMarkup markup) => new(markup.ToString());

    public override string ToString() => _markup;
}
