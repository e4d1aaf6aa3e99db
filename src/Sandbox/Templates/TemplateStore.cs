using System.Collections.Concurrent;
using MailDispatcher.Sandbox.Senders;

namespace MailDispatcher.Sandbox.Templates;

/// <summary>The account's templates by number. Thread-safe.</summary>
public sealed class TemplateStore
{
    private readonly ConcurrentDictionary<long, MailTemplate> _templates = new();

    /// <summary>The five mentoring templates and those of the given numbers.</summary>
    internal TemplateStore(Sender sender, IEnumerable<long> extra, IEnumerable<long> inactive, TimeProvider time)
    {
        var now = time.GetUtcNow();
        foreach (var template in MentoringTemplates.All(sender, now))
            Put(template);
        foreach (var id in extra)
            Put(MentoringTemplates.Plain(id, sender, now));
        foreach (var id in inactive)
            if (Find(id) is { } template)
                Put(template with { IsActive = false });
    }

    public IReadOnlyList<MailTemplate> All => [.. _templates.Values.OrderBy(t => t.Id)];

    public MailTemplate? Find(long id) => _templates.GetValueOrDefault(id);

    /// <summary>Adds the template under the next free number.</summary>
    internal MailTemplate Add(MailTemplate template)
    {
        while (true)
        {
            var numbered = template with { Id = _templates.Keys.Max() + 1 };
            if (_templates.TryAdd(numbered.Id, numbered))
                return numbered;
        }
    }

    public void Put(MailTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        _templates[template.Id] = template;
    }
}
