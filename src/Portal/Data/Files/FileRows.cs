using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Data.Files;

/// <summary>A file of the encrypted store (docs/decisions/0065). Its key is wrapped for its owner: with the row gone, what is left of it anywhere is noise.</summary>
internal sealed class StoredFile
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account that the file is for; bound to the key")]
    public Guid Owner { get; set; }

    [Classified(DataClass.Secret, "the file's own key, wrapped for this file and owner")]
    public byte[] Wrapped { get; set; } = [];

    [Classified(DataClass.Plain, "when it was begun; retention")]
    public DateTimeOffset BegunAt { get; set; }

    [Classified(DataClass.Plain, "how many pieces it has")]
    public int Pieces { get; set; }

    [Classified(DataClass.Plain, "its size in bytes")]
    public long Size { get; set; }
}

/// <summary>A piece of a file, sealed with its number.</summary>
internal sealed class FilePiece
{
    [Classified(DataClass.Plain, "opaque id of the file")]
    public Guid FileId { get; set; }

    [Classified(DataClass.Plain, "place in the file")]
    public int No { get; set; }

    [Classified(DataClass.Secret, "AES-256-GCM under the file's key")]
    public byte[] Content { get; set; } = [];
}

internal sealed class StoredFileMap : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("files", Schemas.Files);
        builder.HasKey(file => file.Id);
        builder.Property(file => file.Id).ValueGeneratedNever();
        builder.Property(file => file.Wrapped).HasMaxLength(128);
    }
}

internal sealed class FilePieceMap : IEntityTypeConfiguration<FilePiece>
{
    public void Configure(EntityTypeBuilder<FilePiece> builder)
    {
        builder.ToTable("pieces", Schemas.Files);
        builder.HasKey(piece => new { piece.FileId, piece.No });
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(piece => piece.FileId).OnDelete(DeleteBehavior.Cascade);
    }
}
