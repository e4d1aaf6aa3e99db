using System.Runtime.InteropServices;

namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>The arrivals of one day while they are collected.</summary>
internal sealed class DayRecord
{
    private readonly Dictionary<(int Level, int LastsDays), (double Sum, List<int> Times)> _groups = [];
    private ProfileGroup[]? _profile;

    public void Add(int second, double value, int lastsDays)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _groups,
            (ValueLevel.Of(value), lastsDays),
            out _
        );
        group.Times ??= [];
        group.Times.Add(second);
        group.Sum += value;
        _profile = null;
    }

    /// <summary>The groups, dearest first; the same ones for the same events in any order.</summary>
    public ProfileGroup[] Profile() =>
        _profile ??= [
            .. _groups
                .OrderByDescending(g => g.Key.Level)
                .ThenBy(g => g.Key.LastsDays)
                .Select(g => new ProfileGroup(
                    g.Key.Level,
                    g.Value.Sum / g.Value.Times.Count,
                    g.Key.LastsDays,
                    [.. g.Value.Times.Order()]
                )),
        ];
}
