using Microsoft.Extensions.Configuration;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Mail;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Tests.Hosting;

public sealed class MailReaderTests
{
    private const string Url = "https://portal.example/";

    [Fact]
    public void Without_a_server_Development_writes_files_and_elsewhere_no_mail_is_written()
    {
        var files = Read(Url, "/data/mail");
        (files.IsOn, files.Folder, files.Server).ShouldBe((true, "/data/mail", null));
        Read(Url, folder: null).IsOn.ShouldBeFalse();
    }

    [Fact]
    public void A_server_is_read_and_its_password_comes_from_a_file_too()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "a test's password\n");
        var mail = Read(Url, null, "Mail:Host=mail.example", "Mail:From=portal@hospital.example", "Mail:User=portal", $"Mail:PasswordFile={file}");
        File.Delete(file);
        mail.Server.ShouldBe(new MailServer("mail.example", 587, "portal", "a test's password"));
        (mail.From, mail.Portal, mail.Folder).ShouldBe(("portal@hospital.example", new Uri(Url), null));
        $"{mail} {mail.Server}".ShouldNotContain("password");
    }

    [Theory]
    [InlineData("Portal__Url", null, "Mail:Host=mail.example", "Mail:From=portal@hospital.example")]
    [InlineData("Portal__Mail__From", Url, "Mail:Host=mail.example")]
    [InlineData("Portal__Mail__From", Url, "Mail:Host=mail.example", "Mail:From=portal")]
    [InlineData("Portal__Mail__User", Url, "Mail:Host=mail.example", "Mail:From=portal@hospital.example", "Mail:User=portal")]
    [InlineData("Portal__Mail__User", Url, "Mail:Host=mail.example", "Mail:From=portal@hospital.example", "Mail:Password=x")]
    [InlineData("Portal__Mail__PasswordFile", Url, "Mail:Host=mail.example", "Mail:From=portal@hospital.example", "Mail:User=portal", "Mail:PasswordFile=/nowhere/to/be/found")]
    [InlineData("Portal__Mail__Port", Url, "Mail:Host=mail.example", "Mail:From=portal@hospital.example", "Mail:Port=smtp")]
    [InlineData("Portal__Mail__From", Url, "Mail:From=portal@hospital.example")]
    [Trait("Norm", "ASVS 13.2")]
    public void Half_a_mail_server_refuses_the_start_and_says_which_setting(string named, string? url, params string[] settings) =>
        Should.Throw<PortalSetupException>(() => Read(url, null, settings)).Message.ShouldContain(named);

    private static MailSettings Read(string? url, string? folder, params string[] settings)
    {
        var pairs = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => $"Portal:{pair[0]}", string? (pair) => pair[1]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(pairs).Build();
        KnownSettings.Check(configuration);
        return new MailReader(new SettingsReader(configuration), url is null ? null : new Uri(url)).Read(folder, new Uri("https://localhost:7443/"));
    }
}
