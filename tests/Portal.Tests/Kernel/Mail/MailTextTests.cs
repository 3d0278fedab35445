using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Kernel.Mail;

public sealed class MailTextTests
{
    private static readonly Uri Address = new("https://portal.example/");

    [Fact]
    public void Each_kind_has_a_sentence_of_its_own_and_all_about_accounts_have_one_subject()
    {
        var texts = Enum.GetValues<NoticeKind>().Append((NoticeKind)999).Select(kind => MailText.Of(kind, Address)).ToList();
        texts.Select(text => text.Body).Distinct().Count().ShouldBe(texts.Count);
        texts.Select(text => text.Subject).Distinct().ShouldBe(["A notice about your portal account", "Please confirm your e-mail address", "The portal's certificate ends soon", "The portal's audit log needs you", "A report lies ready in the portal", "There is something to read in the portal", "Something waits for you in the portal", "An account of the portal should be looked at", "A policy waits for you in the portal"]);
        texts.ShouldAllBe(text => text.Body.Contains("\r\nhttps://portal.example/\r\n") && text.Body.EndsWith("by mail.\r\n") && !text.Body.Replace("\r\n", "").Contains('\n'));
    }

    [Fact]
    public void A_link_to_confirm_an_address_asks_nobody_to_sign_in_and_says_what_a_stranger_does()
    {
        var body = MailText.Of(NoticeKind.EmailToConfirm, Address, "/confirm-email#token").Body;
        body.ShouldContain("\r\nhttps://portal.example/confirm-email#token\r\n");
        body.ShouldContain("delete this mail");
        body.ShouldNotContain("sign in");
        body.ShouldNotContain("change your password");
    }

    [LinuxFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Developments_mails_are_files_that_their_owner_alone_reads_and_a_repeat_is_the_same_file()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("portal-mail-").FullName, "mail");
        var carrier = new FileCarrier(folder);
        await carrier.SendAsync(MailSender.Outgoing(), default);
        await carrier.SendAsync(MailSender.Outgoing(), default);

        var file = Directory.GetFiles(folder).ShouldHaveSingleItem();
        Path.GetExtension(file).ShouldBe(".eml");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var text = await File.ReadAllTextAsync(file);
        text.ShouldStartWith("Date: Mon, 02 Mar 2026 09:00:00 +0000\r\nFrom: <portal@portal.example>\r\nTo: <somebody@people.example>\r\n");
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }
}
