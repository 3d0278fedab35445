using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount.Typing;

/// <summary>
/// What somebody was typing into a form outside the charts and had not sent when the session ended (ADR 0032). One row for each form and thing: in two windows the
/// last one counts. It is offered to the same person alone, and for a day.
/// </summary>
internal sealed class TypedForm
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account; it is offered to its writer alone")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "code of the form: where it is offered")]
    public FormKind Form { get; set; }

    /// <summary>What the form is about; empty for a form of nothing yet.</summary>
    [Classified(DataClass.Plain, "opaque id of the thing that the form is about")]
    public Guid Subject { get; set; }

    [Classified(DataClass.Plain, "time needed for order and retention")]
    public DateTimeOffset KeptAt { get; set; }

    /// <summary>What stood in the fields, by the field's name.</summary>
    [Classified(DataClass.Pii)]
    public Protected<Dictionary<string, string>>? ProtectedFields { get; set; }
}

internal sealed class TypedFormMap : IEntityTypeConfiguration<TypedForm>
{
    public void Configure(EntityTypeBuilder<TypedForm> builder)
    {
        builder.ToTable("typed_forms", IdentityMaps.Schema);
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Form).HasConversion<short>();
        builder.HasIndex(f => new { f.AccountId, f.Form, f.Subject }).IsUnique();
        builder.HasIndex(f => f.KeptAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
