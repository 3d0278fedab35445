using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Data.Notices;
using Portal.Kernel.Mail;
using Portal.Kernel.Outbound;
using Portal.Tests.Data.Embedded;
using Portal.Tests.Data.Notices;

namespace Portal.Tests.Kernel.Mail;

[Trait("Norm", "164.312(e)")]
[Trait("Norm", "ASVS 12.3.2")]
public sealed class SmtpCarrierTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gets_nothing_and_the_mail_is_tried_again()
    {
        await using var server = new SmtpListener(offersTls: true);
        var outboxes = new Outboxes(portal);
        await outboxes.EmptyAsync();
        var person = await outboxes.WaitingAsync();
        var outbox = outboxes.Of(CarrierTo(server));
        (await outbox.SendDueAsync(default)).ShouldBe(new MailRound(0, 1, 0));
        (await outboxes.RowAsync(person)).Problem.ShouldBe("certificate");
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await outbox.SendDueAsync(default)).ShouldBe(new MailRound(0, 1, 0));

        server.Heard.Select(one => one.Line).Count(line => line == "STARTTLS").ShouldBe(2);
        ShouldHaveHeardNothing(server);
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_nothing()
    {
        await using var server = new SmtpListener(offersTls: false);
        await Should.ThrowAsync<MailNotTakenException>(() => CarrierTo(server).SendAsync(MailSender.Outgoing(), default));
        server.Heard.ShouldNotBeEmpty();
        ShouldHaveHeardNothing(server);
    }

    [LinuxFact]
    public async Task A_server_whose_authority_the_machine_trusts_gets_the_mail_and_the_password_through_TLS_alone()
    {
        await using var server = new SmtpListener(offersTls: true);
        (await SendTrustingAsync(server, 1)).ShouldBe(["taken"]);

        var lines = server.Heard.Where(one => one.Secret).Select(one => one.Line).ToList();
        lines.ShouldContain("RCPT TO:<somebody@people.example>");
        lines.ShouldContain($"Message-ID: <{MailSender.Id:N}@portal.example>");
        lines.ShouldContain("Auto-Submitted: auto-generated");
        lines.ShouldContain(line => line.StartsWith("The password of your portal account was changed."));
        lines.ShouldContain(line => line.StartsWith("AUTH "));
        server.Heard.Where(one => !one.Secret).Select(one => one.Line.Split(' ')[0]).ShouldBe(["EHLO", "STARTTLS"]);
    }

    [LinuxFact]
    public async Task A_receiver_that_the_server_refuses_is_named_by_its_number_alone_and_the_next_mail_goes_out()
    {
        await using var server = new SmtpListener(offersTls: true);
        server.ToReceivers.Enqueue("550 5.1.1 no mailbox somebody@people.example here");
        server.ToReceivers.Enqueue("451 4.3.0 somebody@people.example must wait");
        (await SendTrustingAsync(server, 3)).ShouldBe(["smtp-550", "smtp-451", "taken"]);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_when_the_time_is_up()
    {
        await using var server = new SmtpListener(offersTls: true) { IsSilent = true };
        var carrier = new SmtpCarrier(new MailServer("localhost", server.Port, null, null), new OutboundHosts([("localhost", server.Port)])) { Patience = TimeSpan.FromMilliseconds(500) };
        (await Should.ThrowAsync<MailNotTakenException>(() => carrier.SendAsync(MailSender.Outgoing(), default))).Problem.ShouldBe("no-answer");
        await server.Left.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Norm", "ASVS 13.2.4")]
    public async Task A_server_that_is_not_configured_is_not_spoken_to()
    {
        await using var server = new SmtpListener(offersTls: true);
        var carrier = new SmtpCarrier(new MailServer("localhost", server.Port, null, null), new OutboundHosts([("mail.example", 587)]));
        await Should.ThrowAsync<OutboundRefusedException>(() => carrier.SendAsync(MailSender.Outgoing(), default));
        server.Heard.ShouldBeEmpty();
    }

    private static async Task<string[]> SendTrustingAsync(SmtpListener server, int times)
    {
        var authority = Path.Combine(Directory.CreateTempSubdirectory("portal-mail-").FullName, "authority.pem");
        await File.WriteAllTextAsync(authority, server.Certificate.ExportCertificatePem());
        using var sender = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(SmtpCarrierTests).Assembly.Location, MailSender.Verb, $"{server.Port}", $"{times}"])
        {
            RedirectStandardOutput = true, Environment = { ["SSL_CERT_FILE"] = authority },
        })!;
        var said = await sender.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Directory.Delete(Path.GetDirectoryName(authority)!, recursive: true);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static SmtpCarrier CarrierTo(SmtpListener server) =>
        new(new MailServer("localhost", server.Port, "portal", "a test's password"), new OutboundHosts([("localhost", server.Port)]));

    // Neither who gets a mail, nor what it says, nor a password.
    private static void ShouldHaveHeardNothing(SmtpListener server) =>
        server.Heard.Select(one => one.Line.Split(' ')[0]).ShouldAllBe(word => word == "EHLO" || word == "STARTTLS" || word == "QUIT");
}
