using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Policies;

/// <summary>
/// A policy as somebody signed it. It is written once: the portal's login may neither change nor delete one, and a seal tells whoever could (45 CFR 164.316(b)(2)(i) wants
/// six years from when it was last in force; it is kept without an end). A later number of its kind supersedes it.
/// </summary>
internal sealed class PolicyVersion
{
    private const string Proof = "kept as the proof of a signature";

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "code of kind; the words are made from it")]
    public PolicyKind Kind { get; set; }

    /// <summary>Counts the signed versions of its kind, from one.</summary>
    [Classified(DataClass.Plain, "needed for order")]
    public int Number { get; set; }

    /// <summary>The Markdown as it was written, with the place of the permissions marked; the next draft begins with it. It may name people.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Written { get; set; }

    /// <summary>The Markdown as it was signed, with the permissions in words.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Text { get; set; }

    /// <summary>SHA-256 of the text in UTF-8, by which a copy is recognised.</summary>
    [Classified(DataClass.Plain, Proof)]
    public byte[] Digest { get; set; } = [];

    /// <summary>The permissions in force when the access control policy was signed (<see cref="PermissionMatrix"/>); of other kinds <c>null</c>.</summary>
    [Classified(DataClass.Plain, "names of roles and permissions, as in the program")]
    public string? Matrix { get; set; }

    /// <summary>Who wrote the draft last.</summary>
    [Classified(DataClass.Plain, Proof)]
    public AccountId MadeBy { get; set; }

    [Classified(DataClass.Plain, Proof)]
    public DateTimeOffset MadeAt { get; set; }

    [Classified(DataClass.Plain, Proof)]
    public AccountId SignedBy { get; set; }

    [Classified(DataClass.Plain, Proof)]
    public DateTimeOffset SignedAt { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class PolicyVersionMap : IEntityTypeConfiguration<PolicyVersion>
{
    public void Configure(EntityTypeBuilder<PolicyVersion> builder)
    {
        builder.ToTable("versions", Schemas.Policies);
        builder.HasKey(v => v.Id);
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.Property(v => v.Kind).HasConversion<short>();
        builder.Property(v => v.Digest).HasMaxLength(32);
        builder.Property(v => v.Seal).HasMaxLength(32);
        builder.HasIndex(v => new { v.Kind, v.Number }).IsUnique(); // of two who sign at once one is told
    }
}
