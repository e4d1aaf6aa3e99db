using MailDispatcher.Sandbox.Faults;

namespace MailDispatcher.Sandbox.Page;

/// <summary>A fault in words.</summary>
internal static class FaultWords
{
    public static string WhatHappens(FaultRule rule)
    {
        var what = rule switch
        {
            { Reset: ResetMoment.Before } => "the connection is reset, the call is not served",
            { Reset: ResetMoment.After } => "the call is served, then the connection is reset",
            { Status: { } status, Serve: true } => $"the call is served, then answered {status}",
            { Status: { } status } => $"answered {status}, the call is not served",
            _ => "answered as usual",
        };
        if (rule.Headers is { Count: > 0 } headers)
            what += $"; with {string.Join(", ", headers.Select(h => $"{h.Key}: {h.Value}"))}";
        return rule.DelayMs > 0 ? $"{what}; {rule.DelayMs} ms late" : what;
    }

    public static string HowOften(FaultRule rule)
    {
        var times = rule.Times switch
        {
            null => "until it is removed",
            1 => "once",
            { } more => $"{more} times",
        };
        return rule.Skip > 0 ? $"{times}, once {rule.Skip} more have passed" : times;
    }
}
