using MailDispatcher.Client.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace MailDispatcher.Client.Tests.Outbox;

internal sealed class OutboxDatabase(DbContextOptions<OutboxDatabase> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddMailOutbox();
}
