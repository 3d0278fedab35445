using Portal.ArchitectureTests.Reading;
using Portal.ArchitectureTests.Samples;

namespace Portal.ArchitectureTests.Outbound;

public sealed class OutboundTests
{
    // Types that speak to other machines, and why. Each asks OutboundHosts before it connects.
    private static readonly Dictionary<string, string> MayConnect = new()
    {
        ["Portal.Kernel.Mail.SmtpCarrier"] = "brings mails to the configured mail server (ADR 0040)",
        ["Portal.Kernel.Audit.Checkpoints.HttpTarget"] = "brings checkpoints of the audit log to the configured address (ADR 0051)",
        ["Portal.Kernel.Audit.Checkpoints.BucketTarget"] = "brings checkpoints of the audit log to the configured bucket (ADR 0082)",
        ["Portal.Kernel.Audit.Feeds.SyslogTarget"] = "brings entries of the audit log to the configured syslog receiver (ADR 0068)",
    };

    [Fact]
    [Trait("Norm", "ASVS 13.2.4")]
    public void Nobody_connects_to_another_machine_but_those_who_ask_the_guard() =>
        Assemblies.Portal.Written().Concat(Assemblies.SqlServer.Written()).Concat(Assemblies.Web.Written())
            .Where(type => OutboundLaws.Connects(type) && !(MayConnect.ContainsKey(type.FullName) && OutboundLaws.AsksGuard(type)))
            .Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void A_client_past_the_guard_is_found()
    {
        var sample = Assemblies.Samples.GetType(typeof(CallsOut).FullName);
        OutboundLaws.Connects(sample).ShouldBeTrue();
        OutboundLaws.AsksGuard(sample).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "164.312(e)")]
    [Trait("Norm", "ASVS 12.3.2")]
    public void No_client_switches_the_check_of_certificates_off() =>
        Sources.Below("src", ".cs", ".razor", ".json", ".csproj").Where(file => OutboundLaws.TrustsAnything(file.Text)).Select(file => file.Name).ShouldBeEmpty();

    [Theory]
    [InlineData("Server=x;Trust Server Certificate=True")]
    [InlineData("builder.TrustServerCertificate = true;")]
    [InlineData("handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;")]
    [InlineData("tls.RemoteCertificateValidationCallback = Check;")]
    [InlineData("HttpClientHandler.DangerousAcceptAnyServerCertificateValidator")]
    [InlineData("handler.CheckCertificateRevocationList = false;")]
    [InlineData("mail.ServerCertificateValidationCallback = (_, _, _, _) => true;")]
    public void A_client_that_trusts_anything_is_found(string line) => OutboundLaws.TrustsAnything(line).ShouldBeTrue();
}
