using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Policies;

/// <summary>What is being written as a policy's next version: one for each kind, and nothing once it was signed or dropped.</summary>
internal sealed class PolicyDraft
{
    [Classified(DataClass.Plain, "code of kind")]
    public PolicyKind Kind { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Written { get; set; }

    /// <summary>Who wrote it last.</summary>
    [Classified(DataClass.Plain, "opaque id of an account")]
    public AccountId MadeBy { get; set; }

    [Classified(DataClass.Plain, "shown to whoever goes on with it")]
    public DateTimeOffset MadeAt { get; set; }

    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;
}

internal sealed class PolicyDraftMap : IEntityTypeConfiguration<PolicyDraft>
{
    public void Configure(EntityTypeBuilder<PolicyDraft> builder)
    {
        builder.ToTable("drafts", Schemas.Policies);
        builder.HasKey(d => d.Kind);
        builder.Property(d => d.Kind).HasConversion<short>().ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
