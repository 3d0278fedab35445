using System.Diagnostics;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Kernel.Audit.Feeds;
using Portal.Kernel.Outbound;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Kernel.Audit.Feeds;

[Trait("Norm", "ASVS 16.4.3")]
public sealed class FeedFormatTests
{
    private const string Line =
        """{"format":"portal-audit/1","id":"0199aa00-0000-7000-8000-000000000001","at":"2026-11-17T15:04:05.123456Z","action":"read","resource":"patient","categories":"identity, clinical","purpose":"treatment","reason":"blocked","outcome":"denied","role":"clinician","account":"0199aa00-0000-7000-8000-000000000002","session":"0199aa00-0000-7000-8000-000000000003","ip":"192.0.2.7","agent":"Agent \u201C1\u201D\u00E9","node":"node 1","patients":["0199aa00-0000-7000-8000-000000000001","0199aa00-0000-7000-8000-000000000002"]}""";

    [Fact]
    public void An_entry_is_one_line_of_JSON_with_ids_and_codes() => FeedLine.Of(FeedSender.Entry()).ShouldBe([Line]);

    [Fact]
    public void A_message_is_that_of_RFC_5424_in_a_frame_that_begins_with_its_length()
    {
        var frame = Encoding.ASCII.GetString(SyslogMessage.Frames(FeedSender.Entry()).Single());

        var message = $"<108>1 2026-11-17T15:04:05.123456Z node1 portal - Read - {Line}"; // log audit (13), warning (4)
        frame.ShouldBe($"{message.Length} {message}");
    }

    [Fact]
    public void An_entry_with_very_many_patients_is_several_messages_that_a_receiver_takes()
    {
        var lines = FeedLine.Of(FeedSender.Entry(patients: 250)).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        lines.Select(line => (line.GetProperty("part").GetInt32(), line.GetProperty("parts").GetInt32(), line.GetProperty("patients").GetArrayLength())).ShouldBe([(1, 3, 100), (2, 3, 100), (3, 3, 50)]);
        SyslogMessage.Frames(FeedSender.Entry(patients: 250)).ShouldAllBe(frame => frame.Length < 8192); // RFC 5425 section 4.3.1
    }

    [Fact]
    public void The_key_of_an_encrypted_line_is_that_of_RFC_7518_appendix_C()
    {
        using var alice = Key("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps", "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        using var bob = Key("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck", "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");

        Base64Url.EncodeToString(JsonBox.Derive(alice, bob.PublicKey, "A128GCM", "Alice"u8.ToArray(), "Bob"u8.ToArray(), 16)).ShouldBe("VqqN6vgjbSBcIijNcacQGg");
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7")]
    [InlineData("1.3.132.0.34")]
    public void An_encrypted_line_is_opened_by_the_recipient_alone_and_no_letter_of_it_can_be_changed(string curve)
    {
        using var recipient = ECDiffieHellman.Create(ECCurve.CreateFromValue(curve));
        using var known = FeedSettings.KeyOf(recipient.ExportSubjectPublicKeyInfoPem());

        var parts = JsonBox.Seal(known, Line).Split('.');

        parts.Length.ShouldBe(5);
        Open(recipient, parts).ShouldBe(Line);
        using var other = ECDiffieHellman.Create(ECCurve.CreateFromValue(curve));
        Should.Throw<CryptographicException>(() => Open(other, parts));
        parts[3] = (parts[3][0] == 'A' ? 'B' : 'A') + parts[3][1..];
        Should.Throw<CryptographicException>(() => Open(recipient, parts));
    }

    [Fact]
    public void A_key_that_is_none_is_refused()
    {
        using var rsa = RSA.Create(2048);
        Should.Throw<CryptographicException>(() => FeedSettings.KeyOf(rsa.ExportSubjectPublicKeyInfoPem()));
        Should.Throw<CryptographicException>(() => FeedSettings.KeyOf("no key"));
    }

    [Fact]
    [Trait("Norm", "164.312(e)")]
    public async Task A_receiver_whose_certificate_is_not_trusted_gets_nothing_and_one_that_is_not_configured_is_not_spoken_to()
    {
        await using var receiver = new SyslogReceiver(hasTls: true);

        await Should.ThrowAsync<System.Security.Authentication.AuthenticationException>(() => FeedSender.To(receiver.Address).DeliverAsync([FeedSender.Entry()], default));
        await Should.ThrowAsync<OutboundRefusedException>(() => new SyslogTarget(receiver.Address, new OutboundHosts([])).DeliverAsync([FeedSender.Entry()], default));

        receiver.Messages.ShouldBeEmpty();
    }

    [LinuxFact]
    [Trait("Norm", "164.312(e)")]
    public async Task A_receiver_whose_authority_the_machine_trusts_gets_the_entry_through_TLS()
    {
        await using var receiver = new SyslogReceiver(hasTls: true);
        var authority = Path.Combine(Directory.CreateTempSubdirectory("portal-feed-").FullName, "authority.pem");
        await File.WriteAllTextAsync(authority, receiver.Certificate.ExportCertificatePem());
        using var sender = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(FeedFormatTests).Assembly.Location, FeedSender.Verb, $"{receiver.Port}"])
        {
            RedirectStandardOutput = true, Environment = { ["SSL_CERT_FILE"] = authority },
        })!;

        (await sender.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60))).Trim().ShouldBe("taken");

        receiver.Messages.Single().ShouldEndWith(Line);
        Directory.Delete(Path.GetDirectoryName(authority)!, recursive: true);
    }

    // As the recipient's own program does it, by RFC 7516 and RFC 7518.
    internal static string Open(ECDiffieHellman recipient, string[] parts)
    {
        var epk = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement.GetProperty("epk");
        using var once = ECDiffieHellman.Create(new ECParameters
        {
            Curve = recipient.ExportParameters(false).Curve,
            Q = { X = Base64Url.DecodeFromChars(epk.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(epk.GetProperty("y").GetString()) },
        });
        byte[] secret = recipient.DeriveRawSecretAgreement(once.PublicKey);
        var key = SHA256.HashData([0, 0, 0, 1, .. secret, 0, 0, 0, 7, .. "A256GCM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
        var (cipher, tag) = (Base64Url.DecodeFromChars(parts[3]), Base64Url.DecodeFromChars(parts[4]));
        var plain = new byte[cipher.Length];
        using var gcm = new AesGcm(key, tag.Length);
        gcm.Decrypt(Base64Url.DecodeFromChars(parts[2]), cipher, tag, plain, Encoding.ASCII.GetBytes(parts[0]));
        return Encoding.UTF8.GetString(plain);
    }

    private static ECDiffieHellman Key(string x, string y, string d) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256, Q = { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) }, D = Base64Url.DecodeFromChars(d),
    });
}
