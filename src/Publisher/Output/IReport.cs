namespace MailDispatcher.Publisher.Output;

/// <summary>Where a person sees what happens.</summary>
internal interface IReport
{
    void Published(string line);

    void Refused(int line, string reason);
}
