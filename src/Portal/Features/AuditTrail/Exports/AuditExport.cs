using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>An export of a search's result: asked for by a person, written by whichever node takes it, kept until it expires (docs/decisions/0066).</summary>
internal sealed class AuditExport
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account that asked; nobody else gets the file")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "code of the role it was asked in: decides whether colleagues are named")]
    public Role Role { get; set; }

    [Classified(DataClass.Plain, "code of kind")]
    public AuditExportFormat Format { get; set; }

    [Classified(DataClass.Plain, "code of kind: what it is for")]
    public AuditExportReason Reason { get; set; }

    /// <summary>Whether network addresses and browsers are left out, as for a file that goes to somebody else.</summary>
    [Classified(DataClass.Plain, "decides what is left out")]
    public bool IsWithoutWhere { get; set; }

    [Classified(DataClass.Plain, "decides what is done next")]
    public AuditExportState State { get; set; }

    [Classified(DataClass.Plain, "needed for order and for the end of the range: the export does not find what came after it")]
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>The search. It may hold a network address.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedQuery { get; set; }

    [Classified(DataClass.Plain, "progress; unknown where counting took too long")]
    public long? Found { get; set; }

    [Classified(DataClass.Plain, "progress")]
    public long Written { get; set; }

    [Classified(DataClass.Plain, "how many of the written ones no checkpoint covered")]
    public long NotSealed { get; set; }

    [Classified(DataClass.Plain, "how many of the written ones do not hold")]
    public long Broken { get; set; }

    [Classified(DataClass.Plain, "where the next page begins: time and opaque id of an entry")]
    public string? Place { get; set; }

    [Classified(DataClass.Plain, "opaque id of the epoch of the checkpoint that the proofs lead to")]
    public Guid? Epoch { get; set; }

    [Classified(DataClass.Plain, "size of the checkpoint that the proofs lead to")]
    public long Size { get; set; }

    /// <summary>Whose turn it is to write: a node that lost it writes nothing more.</summary>
    [Classified(DataClass.Plain, "opaque id of the turn")]
    public Guid? Turn { get; set; }

    [Classified(DataClass.Plain, "after this another node may take it")]
    public DateTimeOffset? TurnUntil { get; set; }

    [Classified(DataClass.Plain, "how often a node took it")]
    public int Turns { get; set; }

    [Classified(DataClass.Plain, "opaque id of the file with the entries")]
    public Guid? FileId { get; set; }

    [Classified(DataClass.Plain, "opaque id of the file with the proofs")]
    public Guid? ProofId { get; set; }

    [Classified(DataClass.Plain, "opaque id of the file with the signed manifest")]
    public Guid? ManifestId { get; set; }

    [Classified(DataClass.Plain, "needed for retention and review")]
    public DateTimeOffset? EndedAt { get; set; }

    [Classified(DataClass.Plain, "needed for retention")]
    public DateTimeOffset? ExpiresAt { get; set; }

    [Classified(DataClass.Plain, "code of what went wrong")]
    public string? Failure { get; set; }
}

internal sealed class AuditExportMap : IEntityTypeConfiguration<AuditExport>
{
    public void Configure(EntityTypeBuilder<AuditExport> builder)
    {
        builder.ToTable("exports", Schemas.Trail);
        builder.HasKey(export => export.Id);
        builder.Property(export => export.Id).ValueGeneratedNever();
        builder.Property(export => export.Role).HasConversion<short>();
        builder.Property(export => export.Format).HasConversion<short>();
        builder.Property(export => export.Reason).HasConversion<short>();
        builder.Property(export => export.State).HasConversion<short>();
        builder.Property(export => export.Place).HasMaxLength(128);
        builder.Property(export => export.Failure).HasMaxLength(32);
        builder.HasIndex(export => new { export.AccountId, export.RequestedAt });
        builder.HasIndex(export => export.State);
    }
}
