using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel.Classification;

namespace Portal.Features.Staff.Entries;

/// <summary>
/// The one row that every change of the directory counts up. Whoever changes holds it until the transaction ends, so that no two changes make a circle of managers
/// together; and a preview is good for as long as its number is.
/// </summary>
internal sealed class DirectoryState
{
    public const int Only = 1;

    [Classified(DataClass.Plain, "one row")]
    public int Id { get; set; } = Only;

    [Classified(DataClass.Plain, "counts changes of the directory")]
    public long Version { get; set; }

    /// <summary>Waits for its turn to change the directory.</summary>
    public static Task TakeTurnAsync(PortalDbContext db, CancellationToken cancel) =>
        db.Set<DirectoryState>().Where(s => s.Id == Only).ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), cancel);

    /// <summary>The number of changes so far; of a caller who has the turn, with the own one.</summary>
    public static Task<long> VersionAsync(PortalDbContext db, CancellationToken cancel) =>
        db.Set<DirectoryState>().Where(s => s.Id == Only).Select(s => s.Version).SingleAsync(cancel);
}

internal sealed class DirectoryStateMap : IEntityTypeConfiguration<DirectoryState>
{
    public void Configure(EntityTypeBuilder<DirectoryState> builder)
    {
        builder.ToTable("state", Schemas.Staff);
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasData(new DirectoryState());
    }
}
