namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>One contender's run over one load.</summary>
/// <param name="FirstCall">From the start of its process.</param>
/// <param name="LastCall">From the start of its process.</param>
/// <param name="Own">Its processor time a mail.</param>
/// <param name="Broker">The broker's processor time a mail.</param>
/// <param name="Resident">Its memory at the end, in bytes.</param>
/// <param name="Journal">Bytes of the journal on the broker's disk a mail.</param>
internal sealed record Result(
    Contender Contender,
    int Mails,
    TimeSpan FirstCall,
    TimeSpan LastCall,
    TimeSpan Own,
    TimeSpan Broker,
    long Resident,
    double Journal
)
{
    /// <summary>Mails a second from the start of the process.</summary>
    public double Rate => Mails / LastCall.TotalSeconds;
}
