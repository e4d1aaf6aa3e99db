namespace MailDispatcher.Web.Page.Layout;

/// <summary>Where a form leads back to: the page of ours on which it stood, and never another site.</summary>
internal static class ReturnAddress
{
    /// <summary>The field of the form that names it.</summary>
    public const string Field = "back";

    private const string Done = "done";
    private const int Longest = 2000;

    /// <summary>The address of the page that is asked for, without what an action before has done.</summary>
    public static string Of(HttpRequest request) =>
        request.Path.ToUriComponent()
        + QueryString.Create(request.Query.Where(value => value.Key != Done)).ToUriComponent();

    /// <summary>What the form names, if it is a page of ours; else the first page.</summary>
    public static string Of(IFormCollection form) =>
        form[Field].ToString() is { Length: > 0 and <= Longest } back && IsOurs(back) ? back : "/";

    /// <summary>The same page, saying that an action is done.</summary>
    public static string After(string action, string back) =>
        $"{back}{(back.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Done}={action}";

    // Browsers take two slashes, and a backslash for a slash, as the beginning of another site's name.
    private static bool IsOurs(string back) =>
        back[0] == '/'
        && (back.Length == 1 || back[1] != '/')
        && back.All(c => char.IsAscii(c) && !char.IsControl(c) && c is not ('\\' or '#'));
}
