using MailDispatcher.Client.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace MailDispatcher.MentoringApp;

public sealed class MentoringDatabase(DbContextOptions<MentoringDatabase> options) : DbContext(options)
{
    public DbSet<Mentoring> Mentorings => Set<Mentoring>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddMailOutbox();
}
