namespace MailDispatcher.Sandbox.Faults;

/// <summary>The faults in force, asked in their order for each call. Thread-safe.</summary>
public sealed class FaultRules
{
    private readonly Lock _lock = new();
    private List<FaultRule> _rules = [];

    /// <summary>The rules still in force, their <c>times</c> and <c>skip</c> counted down to what is left.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_lock)
                return [.. _rules];
        }
    }

    /// <summary>Replaces all rules.</summary>
    /// <exception cref="ArgumentException">A rule is not sound; none is taken.</exception>
    public void Set(params IReadOnlyList<FaultRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        for (var i = 0; i < rules.Count; i++)
            if (rules[i].Problem() is { } problem)
                throw new ArgumentException($"Rule {i + 1}: {problem}.", nameof(rules));
        lock (_lock)
            _rules = [.. rules];
    }

    public void Clear() => Set();

    /// <summary>The fault that strikes this call; null when it is spared.</summary>
    internal FaultRule? Strike(string method, string path)
    {
        lock (_lock)
        {
            for (var i = 0; i < _rules.Count; i++)
            {
                var rule = _rules[i];
                if (!rule.Matches(method, path))
                    continue;
                if (rule.Skip > 0)
                {
                    _rules[i] = rule with { Skip = rule.Skip - 1 };
                    continue;
                }

                if (rule.Times == 1)
                    _rules.RemoveAt(i);
                else if (rule.Times is { } times)
                    _rules[i] = rule with { Times = times - 1 };
                return rule;
            }

            return null;
        }
    }
}
