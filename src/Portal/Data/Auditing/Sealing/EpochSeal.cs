using System.Globalization;
using System.Text;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Sealing;

/// <summary>The MAC of an epoch's row: where an epoch begins decides which entries anybody reads, so it must be this instance that said it (45 CFR 164.312(c)(1)).</summary>
internal sealed class EpochSeal(KeyRing keys)
{
    /// <summary>The epoch with its MAC.</summary>
    public AuditEpoch Sealed(AuditEpoch epoch) => epoch with { Mac = MacOf(epoch) };

    /// <summary>Whether this instance began it, as it stands.</summary>
    public bool Holds(AuditEpoch epoch) => Mac.Same(epoch.Mac, MacOf(epoch));

    private byte[] MacOf(AuditEpoch epoch) => Mac.Short(
        keys.Of(KeyUse.AuditMacs).Bytes,
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch|{epoch.Id}|{epoch.Number}|{epoch.BegunAt.UtcTicks}|{epoch.After.Xact}|{epoch.After.Id}|{Named(epoch.Named)}")));

    private static string Named(Checkpoint? named) => named is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{named.Epoch}|{named.Size}|{Convert.ToHexString(named.Root)}|{named.At.UtcTicks}");
}
