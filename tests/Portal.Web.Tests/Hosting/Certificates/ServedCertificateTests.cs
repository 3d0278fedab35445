using System.Net.Security;
using Portal.Data.Postgres.Embedded;
using Portal.Web.Hosting.Certificates;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Tests.Hosting.Certificates;

public sealed class ServedCertificateTests : IDisposable
{
    private readonly ManualTime clock = new();
    private readonly MadeCertificate made = new();

    private DateTimeOffset NextYear => clock.GetUtcNow().AddDays(365);

    [Theory]
    [InlineData(null)]
    [InlineData("opens sesame")]
    public void It_comes_from_a_PFX_or_from_PEM_files(string? password)
    {
        var thumbprint = made.Write(NextYear, password);
        PrintOf(Served(new CertificateFiles(made.Pfx, null, password))).ShouldBe(thumbprint);
        PrintOf(Served(new CertificateFiles(made.Pem, made.KeyPem, null))).ShouldBe(thumbprint);
    }

    [Fact]
    public void A_changed_file_is_taken_and_a_broken_one_leaves_the_old_certificate()
    {
        made.Write(NextYear);
        var served = Served(new CertificateFiles(made.Pem, made.KeyPem, null));
        served.Look().IsNew.ShouldBeFalse();

        var second = made.Write(NextYear.AddDays(1));
        served.Look().ShouldBe((true, null));
        PrintOf(served).ShouldBe(second);

        File.WriteAllText(made.Pem, "-----BEGIN CERTIFICATE-----\nbroken");
        served.Look().Fault.ShouldNotBeNull();
        PrintOf(served).ShouldBe(second);

        var key = File.ReadAllText(made.KeyPem);
        made.Write(NextYear);
        File.WriteAllText(made.KeyPem, key);
        served.Look().Fault.ShouldNotBeNull("a key of another certificate");

        made.Write(clock.GetUtcNow().AddDays(-1));
        served.Look().Fault.ShouldNotBeNull("a certificate that has ended");
        PrintOf(served).ShouldBe(second);
    }

    [Fact]
    public void At_the_start_a_file_that_cannot_be_used_is_refused_with_a_sentence()
    {
        var missing = new CertificateFiles(Path.Combine(made.Folder, "none.pfx"), null, null);
        Should.Throw<PortalSetupException>(() => Served(missing)).Message.ShouldContain("Portal__Https__Certificate__Path");
        made.Write(NextYear, "right");
        Should.Throw<PortalSetupException>(() => Served(new CertificateFiles(made.Pfx, null, "wrong")));
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, 30)]
    [InlineData(8, 30)]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    [InlineData(-2, 1)]
    public void Its_end_is_told_from_thirty_days_before(int days, int? stage) =>
        (CertificateEnd.Of(clock.GetUtcNow().AddDays(days), clock.GetUtcNow())?.Stage).ShouldBe(stage);

    [Fact]
    public void A_certificate_in_use_that_comes_to_its_end_says_so()
    {
        made.Write(NextYear);
        var served = Served(new CertificateFiles(made.Pfx, null, null));
        served.End.ShouldBeNull();
        clock.Advance(TimeSpan.FromDays(360));
        served.End!.Stage.ShouldBe(7);
        served.End.Days.ShouldBe(5);
    }

    [Fact]
    public void The_one_of_this_machine_renews_itself()
    {
        var served = new ServedCertificate(Https(null), Path.Combine(made.Folder, "certs"), clock);
        var first = PrintOf(served);
        clock.Advance(TimeSpan.FromDays(380));
        served.End.ShouldBeNull();
        served.Look().IsNew.ShouldBeTrue();
        PrintOf(served).ShouldNotBe(first);
        served.Look().IsNew.ShouldBeFalse();
    }

    public void Dispose() => made.Dispose();

    private ServedCertificate Served(CertificateFiles files) => new(Https(files), made.Folder, clock);

    private static HttpsSettings Https(CertificateFiles? files) => new(null, HttpsSettings.DefaultPort, null, false, files);

    private static string PrintOf(ServedCertificate served) => served.Tls.ServerCertificateContext!.TargetCertificate.Thumbprint;
}
