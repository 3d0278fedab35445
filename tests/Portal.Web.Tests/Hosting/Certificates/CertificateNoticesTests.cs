using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data.Notices;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;
using Portal.Web.Hosting.Certificates;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Tests.Hosting.Certificates;

public sealed class CertificateNoticesTests(WebFixture web) : IClassFixture<WebFixture>, IDisposable
{
    private readonly ManualTime clock = new();
    private readonly MadeCertificate made = new();

    [Fact]
    public async Task Administrators_are_told_at_30_7_and_1_day_once_each_also_after_a_restart_and_on_a_second_node()
    {
        var people = new WebPeople(web);
        var (admin, nurse) = (await people.NewAsync(Role.Administrator), await people.NewAsync(Role.Nurse));
        made.Write(clock.GetUtcNow().AddDays(40));
        foreach (var (days, told) in new[] { (9, 0), (1, 1), (22, 1), (1, 2), (6, 3) })
        {
            clock.Advance(TimeSpan.FromDays(days));
            await Started(made.Pfx).LookAsync(default);
            await Started(made.Pem).LookAsync(default);
            (await CountAsync(admin)).ShouldBe(told, $"{days} days later");
        }

        made.Write(clock.GetUtcNow().AddDays(5));
        await Started(made.Pfx).LookAsync(default);
        (await CountAsync(admin)).ShouldBe(4, "a certificate of its own");
        (await CountAsync(nurse)).ShouldBe(0);
    }

    public void Dispose() => made.Dispose();

    // As a node that starts now, over one form of the certificate's files.
    private CertificateNotices Started(string path)
    {
        var files = new CertificateFiles(path, path == made.Pem ? made.KeyPem : null, null);
        return new CertificateNotices(Served(files), web.Get<TellCertificateEnd>(), clock, NullLogger<CertificateNotices>.Instance);
    }

    private ServedCertificate Served(CertificateFiles files) => new(new HttpsSettings(null, HttpsSettings.DefaultPort, null, false, files), made.Folder, clock);

    private async Task<int> CountAsync(Portal.Tests.Features.Identity.Person person)
    {
        await using var db = web.Core.Open();
        return await db.Set<Notice>().CountAsync(n => n.AccountId == person.Id.Value && n.Kind == NoticeKind.CertificateEnds);
    }
}
