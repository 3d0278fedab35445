using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Keys;

/// <summary>A key of ASP.NET Core's data protection, kept in the database so that every node and every start can read forms and cookies.</summary>
internal sealed class DataProtectionKey
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "the framework's name of the key, which holds its id")]
    public string FriendlyName { get; set; } = "";

    [Classified(DataClass.Secret)]
    public Protected<string>? Xml { get; set; }
}

internal sealed class DataProtectionKeyMap : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_keys", "keys");
        builder.HasKey(k => k.Id);
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.FriendlyName).HasMaxLength(128);
    }
}
