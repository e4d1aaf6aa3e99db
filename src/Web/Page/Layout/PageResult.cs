using Microsoft.AspNetCore.Components;

namespace MailDispatcher.Web.Page.Layout;

/// <summary>Answers with a page: rendered here and now, as plain HTML without any script of the framework's.</summary>
internal static class PageResult
{
    /// <param name="parameters">The component's, by name.</param>
    public static IResult Of<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new PageAnswer<TPage>(parameters, status);

    /// <summary>A page that only says something.</summary>
    /// <param name="back">The page to which it leads back.</param>
    public static IResult Message(string title, string words, int status, string back = "/") =>
        Of<MessagePage>(
            new
            {
                Title = title,
                Words = words,
                Back = back,
            },
            status
        );
}
