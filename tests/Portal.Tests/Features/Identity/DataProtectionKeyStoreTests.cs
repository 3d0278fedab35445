using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Keys;
using Portal.Kernel.Crypto;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

public sealed class DataProtectionKeyStoreTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task What_one_node_protects_another_one_reads()
    {
        var text = portal.Get<IDataProtectionProvider>().CreateProtector("test").Protect("hello");
        await using var other = await SecondPortal.OpenAsync(portal);
        other.Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(text).ShouldBe("hello");
        await using var db = portal.Open();
        var keys = (await db.Set<DataProtectionKey>().ToListAsync()).Select(row => row.FriendlyName);
        portal.Get<IKeyManager>().GetAllKeys().Select(key => $"key-{key.KeyId:D}").ShouldBe(keys, ignoreOrder: true);
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task A_key_of_the_framework_is_kept_under_the_key_file_and_opens_with_nothing_else()
    {
        var made = portal.Get<IKeyManager>().CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        await using var db = portal.Open();
        var name = $"key-{made.KeyId:D}";
        var row = await db.Set<DataProtectionKey>().AsNoTracking().SingleAsync(k => k.FriendlyName == name);
        var secret = XElement.Parse(row.Xml!.Open(portal.Get<KeyRing>().Of(KeyUse.DataProtection)).ValueOrDefault!).Descendants("masterKey").Elements("value").Single().Value;

        var stored = (string)(await portal.Database.RunAsync(DatabaseRole.Owner, "SELECT encode(xml, 'escape') FROM keys.data_protection_keys WHERE friendly_name = $1", name))!;
        stored.ShouldNotContain(secret);
        row.Xml.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).IsDamaged.ShouldBeTrue();

        var wrapped = (byte[])(await portal.Database.RunAsync(DatabaseRole.Owner, "SELECT wrapped FROM keys.system_keys WHERE use = $1", (short)KeyUse.DataProtection))!;
        row.Xml.Open(portal.Root.Unwrap(wrapped, "system:DataProtection")!).ValueOrDefault!.ShouldContain(secret);
        new KeyEncryptionKey("other", new byte[32]).Unwrap(wrapped, "system:DataProtection").ShouldBeNull();
    }
}
