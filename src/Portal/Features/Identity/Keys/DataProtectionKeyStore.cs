using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Keys;

/// <summary>Keeps data-protection keys in the database, each document encrypted as a whole. The framework's interface is synchronous.</summary>
internal sealed class DataProtectionKeyStore(PortalDatabase database, KeyRing keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.Open();
        // A damaged key is left out: forms made with it fail, and a new key takes over.
        return [.. db.Set<DataProtectionKey>().AsNoTracking().ToList()
            .Select(row => row.Xml?.Open(keys.Of(KeyUse.DataProtection)).ValueOrDefault)
            .OfType<string>()
            .Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = database.Open();
        var xml = new Protected<string>(element.ToString(SaveOptions.DisableFormatting), keys.Of(KeyUse.DataProtection));
        db.Add(new DataProtectionKey { Id = Guid.NewGuid(), FriendlyName = friendlyName, Xml = xml });
        db.SaveChanges();
    }
}
