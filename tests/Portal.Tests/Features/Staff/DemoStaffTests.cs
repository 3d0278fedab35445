using Microsoft.Extensions.Hosting;
using NSubstitute;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity;
using Portal.Features.Staff;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Staff;

public sealed class DemoStaffTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_demo_is_a_small_hospital_whose_staff_have_accounts_teams_and_managers()
    {
        var host = In(Environments.Development);
        var accounts = await new DemoAccounts(portal.Get<CreateAccount>(), portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), portal.Get<KeyRing>(), host).SeedAsync(People.Job, null, default);
        var made = await Demo(host).SeedAsync(People.Job, accounts, default);
        (await Demo(host).SeedAsync(People.Job, accounts, default)).ShouldBe(0);

        var found = await portal.Get<ListStaff>().ForAsync(Directory.Somebody(Role.Auditor), new StaffQuery(), default);
        found.All.ShouldBe(made);
        found.Page.Items.Count(item => item.Accounts == 1).ShouldBe(accounts.Count(account => account.Role != Role.Patient));
        found.Page.Items.ShouldAllBe(item => !item.IsDamaged && (item.Manager != null || item.Profession == "Director"));
        found.Page.Items.ShouldContain(item => item.Employment == Employment.Ended);
        found.Units.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Outside_Development_there_is_none()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Demo(In(Environments.Production)).SeedAsync(People.Job, [], default));
        await Should.ThrowAsync<InvalidOperationException>(() => Demo(In(Environments.Development)).SeedAsync(Directory.Somebody(Role.Administrator), [], default));
    }

    private static IHostEnvironment In(string environment)
    {
        var host = Substitute.For<IHostEnvironment>();
        host.EnvironmentName.Returns(environment);
        return host;
    }

    private DemoStaff Demo(IHostEnvironment host) =>
        new(portal.Get<PortalDatabase>(), portal.Get<StaffBook>(), portal.Get<StaffAccounts>(), portal.Get<AuditLog>(), host, portal.Clock);
}
