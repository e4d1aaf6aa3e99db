namespace MailDispatcher.Web.View;

/// <summary>Which events of the dispatcher.</summary>
/// <param name="Kind">Null for all.</param>
/// <param name="By">Only what this person did, in any case; null for everybody.</param>
public sealed record EventFilter(EventKind? Kind = null, string? By = null)
{
    /// <summary>The filter that a link's values mean; values that no link of ours has mean no filter.</summary>
    public static EventFilter Of(string? kind, string? by) =>
        new(
            kind is { Length: > 0 } && Enum.TryParse<EventKind>(kind, ignoreCase: true, out var known) ? known : null,
            string.IsNullOrWhiteSpace(by) ? null : by.Trim()
        );

    public IReadOnlyList<EventRow> Of(IReadOnlyList<EventRow> newestFirst) =>
        [
            .. newestFirst.Where(row =>
                (Kind is null || row.Kind == Kind)
                && (By is null || row.By?.Equals(By, StringComparison.OrdinalIgnoreCase) == true)
            ),
        ];
}
