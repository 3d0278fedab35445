using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Keys;

namespace Portal.Tests.Features.Identity;

public sealed class DataProtectionKeyStoreTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_key_is_read_back_and_lies_encrypted()
    {
        var store = portal.Get<DataProtectionKeyStore>();
        store.StoreElement(new XElement("key", "a very visible secret"), "key-test");
        store.GetAllElements().Select(x => x.Value).ShouldContain("a very visible secret");
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Owner);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT encode(xml, 'escape') FROM keys.data_protection_keys WHERE friendly_name = 'key-test'";
        ((string)(await command.ExecuteScalarAsync())!).ShouldNotContain("visible");
    }

    [Fact]
    public async Task The_framework_keeps_its_keys_there()
    {
        var text = portal.Get<IDataProtectionProvider>().CreateProtector("test").Protect("hello");
        portal.Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(text).ShouldBe("hello");
        await using var db = portal.Open();
        db.Set<DataProtectionKey>().Count(k => k.FriendlyName.StartsWith("key-")).ShouldBeGreaterThan(0);
    }
}
