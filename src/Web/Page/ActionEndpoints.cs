using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// What a person does by the page's forms. Each form needs an operator's session, must come from a page of ours, and
/// ends on the page where it stood, which says what happened.
/// </summary>
internal static class ActionEndpoints
{
    public static void MapActions(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var actions = app.Services.GetRequiredService<IOperatorActions>();
        var log = app.Services.GetRequiredService<ActionLog>();
        Map("pause", (who, _) => actions.PauseAsync(who));
        Map("resume", (who, _) => actions.ResumeAsync(who));
        Map("run-now", (who, _) => actions.RunNowAsync(who));
        Map("retry", (who, form) => OnMailsAsync(form, mails => actions.RetryAsync(who, mails)));
        Map("discard", (who, form) => OnMailsAsync(form, mails => actions.DiscardAsync(who, mails)));
        if (app.Services.GetService<IOutcomeWebhooks>() is { } webhooks)
            Map(
                "send-again",
                (_, form) => webhooks.SendAgainAsync(form["app"].ToString(), form["event"].ToString(), default)
            );

        async Task<OperatorAnswer> OnMailsAsync(
            IFormCollection form,
            Func<IReadOnlySet<Guid>, Task<OperatorAnswer>> act
        )
        {
            if (form["group"].ToString() is not { Length: > 0 } key)
                return await act(Mails(form));
            var snapshot = await app.Services.GetRequiredService<IOpsView>().SnapshotAsync(CancellationToken.None);
            var group = snapshot.Parked.FirstOrDefault(g => g.Key == key);
            return group is null ? new OperatorAnswer.Refused("None is parked for this any more. Look again.")
                : form["count"] != TimeFormat.Plain(group.Count)
                    ? new OperatorAnswer.Refused(
                        $"It was confirmed for {form["count"]} mails, and now it would be "
                            + $"{TimeFormat.Plain(group.Count)}. Look again."
                    )
                : await act(group.Mails.Select(mail => mail.Id).ToHashSet());
        }

        void Map(string action, Func<string, IFormCollection, Task<OperatorAnswer>> act)
        {
            var rules = app.Services.GetRequiredService<AccessRules>();
            app.MapPost(
                    $"/actions/{action}",
                    async (HttpContext context) =>
                    {
                        if (await rules.ObjectionToAsync(context) is { } objection)
                            return PageResult.Message("Refused", objection, StatusCodes.Status403Forbidden);
                        var (who, form) = (context.User.Identity!.Name!, await context.Request.ReadFormAsync());
                        return await log.NotedAsync(who, action, act(who, form)) switch
                        {
                            OperatorAnswer.Done => Results.LocalRedirect(
                                ReturnAddress.After(action, ReturnAddress.Of(form))
                            ),
                            OperatorAnswer.Refused refused => PageResult.Message(
                                "Not done",
                                refused.Reason,
                                StatusCodes.Status409Conflict,
                                ReturnAddress.Of(form)
                            ),
                            _ => throw new InvalidOperationException("An answer without a case."),
                        };
                    }
                )
                .RequireAuthorization(AccessSchemes.OperatorOnPage);
        }
    }

    private static HashSet<Guid> Mails(IFormCollection form) =>
        [
            .. form["mail"]
                .Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty)
                .Where(id => id != Guid.Empty),
        ];
}
