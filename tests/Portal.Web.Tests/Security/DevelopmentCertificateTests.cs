using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

public sealed class DevelopmentCertificateTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"portal-certs-{Guid.NewGuid():N}");
    private readonly ManualTime clock = new();

    private string PfxPath => Path.Combine(folder, "localhost.pfx");

    [Fact]
    public void It_is_made_once_for_the_names_of_this_machine_and_closed_to_others()
    {
        using var made = DevelopmentCertificate.LoadOrMake(folder, clock);
        using var again = DevelopmentCertificate.LoadOrMake(folder, clock);
        again.Thumbprint.ShouldBe(made.Thumbprint);
        made.HasPrivateKey.ShouldBeTrue();
        var names = made.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        names.EnumerateDnsNames().ShouldBe(["localhost"]);
        names.EnumerateIPAddresses().ShouldBe([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(PfxPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void It_is_renewed_before_it_runs_out()
    {
        using var made = DevelopmentCertificate.LoadOrMake(folder, clock);
        clock.Advance(TimeSpan.FromDays(390));
        using var renewed = DevelopmentCertificate.LoadOrMake(folder, clock);
        renewed.Thumbprint.ShouldNotBe(made.Thumbprint);
    }

    [Fact]
    public void A_damaged_file_is_replaced()
    {
        using var made = DevelopmentCertificate.LoadOrMake(folder, clock);
        File.WriteAllBytes(PfxPath, RandomNumberGenerator.GetBytes(100));
        using var renewed = DevelopmentCertificate.LoadOrMake(folder, clock);
        renewed.HasPrivateKey.ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
