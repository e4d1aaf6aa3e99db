using Microsoft.EntityFrameworkCore;

namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>Puts the outbox into an app's model.</summary>
public static class OutboxModelExtensions
{
    public const string DefaultTable = "mail_outbox";

    /// <summary>Call it in <c>OnModelCreating</c>; the table comes with the app's next migration.</summary>
    public static ModelBuilder AddMailOutbox(
        this ModelBuilder modelBuilder,
        string table = DefaultTable,
        string? schema = null
    )
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<OutboxMail>(mail =>
        {
            mail.ToTable(table, schema);
            mail.HasKey(m => m.Number);
            mail.Property(m => m.Number).HasColumnName("number").ValueGeneratedOnAdd();
            mail.Property(m => m.Body).HasColumnName("body");
            mail.Property(m => m.Created).HasColumnName("created");
            mail.Property(m => m.Problem).HasColumnName("problem");
        });
        return modelBuilder;
    }
}
