namespace MailDispatcher.Consumer.Policy;

/// <summary>One group while it is counted: mails, and whole shelves of them.</summary>
internal sealed class GroupTally(WaitingGroup group)
{
    private readonly List<WaitingMail> mails = [];
    private readonly List<Shelf> shelves = [];

    public WaitingGroup Group => group;

    public int Count { get; private set; }

    public double Cheapest { get; private set; } = double.MaxValue;

    public IEnumerable<WaitingMail> Mails => shelves.Count == 0 ? mails : shelves.SelectMany(s => s.Mails).Concat(mails);

    public void Add(WaitingMail mail)
    {
        mails.Add(mail);
        Count++;
        Cheapest = Math.Min(Cheapest, mail.Value);
    }

    public void Add(Shelf shelf)
    {
        shelves.Add(shelf);
        Count += shelf.Mails.Count;
        Cheapest = Math.Min(Cheapest, shelf.Cheapest);
    }
}
