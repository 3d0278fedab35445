using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data.Classification;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passkeys;

/// <summary>
/// A passkey of an account. <see cref="IdentityUserPasskey{TKey}.Data"/> holds public key, counter, transports and backup flags. Made and changed by
/// <see cref="PasskeyBook"/> alone, which seals it: a row that somebody writes past the portal opens nothing.
/// </summary>
internal sealed class AccountPasskey : IdentityUserPasskey<Guid>
{
    /// <summary>What pages name it by; the credential's own id can be a thousand bytes long.</summary>
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    /// <summary>What the person calls it.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Name { get; set; }

    [Classified(DataClass.Plain, "shown to the person, so that a forgotten passkey is noticed")]
    public DateTimeOffset? LastUsedAt { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over account, credential, public key, counter and flags")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class AccountPasskeyMap : IEntityTypeConfiguration<AccountPasskey>
{
    public void Configure(EntityTypeBuilder<AccountPasskey> builder)
    {
        builder.ToTable("passkeys", IdentityMaps.Schema);
        builder.HasKey(p => p.Id);
        // WebAuthn allows 1,023 bytes. They fit an index of either database, but not the key that SQL Server orders its rows by, which ends at 900.
        builder.Property(p => p.CredentialId).HasMaxLength(1023).Classify(DataClass.Plain, "id of a passkey, made by its device (WebAuthn)");
        builder.Property(p => p.UserId).Classify(DataClass.Plain, "opaque id of the account");
        builder.Property(p => p.Id).ValueGeneratedNever();
        // It changes with everything that it is made over: two uses at one moment do not both count.
        builder.Property(p => p.Seal).HasMaxLength(32).IsConcurrencyToken();
        // Identity's own schema makes it a JSON document; as one text column it needs no mapping of its own on either database.
        builder.Property(p => p.Data).HasConversion(data => Write(data), json => Read(json), Compare())
            .Classify(DataClass.Plain, "public key, counter and flags of a passkey (WebAuthn)");
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public static string Write(IdentityPasskeyData data) => JsonSerializer.Serialize(data);

    private static IdentityPasskeyData Read(string json) => JsonSerializer.Deserialize<IdentityPasskeyData>(json)!;

    private static ValueComparer<IdentityPasskeyData> Compare() => new(
        (left, right) => left == right || (left != null && right != null && Write(left) == Write(right)),
        data => Write(data).GetHashCode(StringComparison.Ordinal),
        data => Read(Write(data)));
}
