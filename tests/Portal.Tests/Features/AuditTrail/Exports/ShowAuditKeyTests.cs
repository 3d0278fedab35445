using System.Security.Cryptography;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AuditTrail.Exports;

public sealed class ShowAuditKeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public void The_public_key_is_shown_with_its_fingerprint_and_nothing_private()
    {
        var key = portal.Get<ShowAuditKey>().For(Actor.System("test")).ShouldNotBeNull();

        using var read = ECDsa.Create();
        read.ImportFromPem(key.Pem);
        read.ExportSubjectPublicKeyInfo().ShouldBe(portal.CheckpointKey.PublicKey);
        Convert.ToHexStringLower(SHA256.HashData(portal.CheckpointKey.PublicKey)).ShouldBe(key.Fingerprint);
        Should.Throw<CryptographicException>(() => read.ExportPkcs8PrivateKey());
    }
}
