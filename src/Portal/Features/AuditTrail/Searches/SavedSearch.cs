using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.AuditTrail.Searches;

/// <summary>A search that somebody keeps under a name of their own. Both are encrypted: a name may be a patient's, and a search holds network addresses.</summary>
internal sealed class SavedSearch
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account; nobody else sees it")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "order")]
    public DateTimeOffset SavedAt { get; set; }

    [Classified(DataClass.Phi)]
    public Protected<string>? ProtectedName { get; set; }

    [Classified(DataClass.Phi)]
    public Protected<string>? ProtectedQuery { get; set; }
}

internal sealed class SavedSearchMap : IEntityTypeConfiguration<SavedSearch>
{
    public void Configure(EntityTypeBuilder<SavedSearch> builder)
    {
        builder.ToTable("searches", Schemas.Trail);
        builder.HasKey(search => search.Id);
        builder.Property(search => search.Id).ValueGeneratedNever();
        builder.HasIndex(search => new { search.AccountId, search.SavedAt });
    }
}
