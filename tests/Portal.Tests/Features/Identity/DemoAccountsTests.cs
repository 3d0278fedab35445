using Microsoft.Extensions.Hosting;
using NSubstitute;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Identity;

public sealed class DemoAccountsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private DemoAccounts In(string environment)
    {
        var host = Substitute.For<IHostEnvironment>();
        host.EnvironmentName.Returns(environment);
        return new DemoAccounts(portal.Get<CreateAccount>(), portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), portal.Get<KeyRing>(), host);
    }

    [Fact]
    public async Task Each_demo_account_signs_in_with_what_the_list_says()
    {
        var demo = In(Environments.Development);
        await demo.SeedAsync(People.Job, null, default);
        (await demo.SeedAsync(People.Job, null, default)).Count.ShouldBe(11);
        foreach (var account in demo.List(People.Job).Where(account => account.TotpSecret is not null))
        {
            var step = await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, account.Email, account.Password, default);
            var code = Totp.CodeAt(Read(account.TotpSecret!), Totp.StepAt(portal.Clock.GetUtcNow()));
            var result = await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step!.Token, code, default);
            var view = await portal.Get<FindSession>().ByTokenAsync(People.Nobody, result.Token, default);
            (view!.Account, view.Role, view.Name).ShouldBe((account.Id, account.Role, account.Name));
        }
    }

    [Fact]
    public async Task The_newcomer_must_enrol_a_factor_first()
    {
        var demo = In(Environments.Development);
        await demo.SeedAsync(People.Job, null, default);
        var newcomer = demo.List(People.Job).Single(account => account.TotpSecret is null);
        var step = await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, newcomer.Email, newcomer.Password, default);
        step!.Next.ShouldBe(SessionStage.AwaitingEnrolment);
    }

    [Fact]
    public void Two_instances_share_no_password_and_no_secret()
    {
        var (mine, other) = (Credentials("a"), Credentials("b"));
        mine.Intersect(other).ShouldBeEmpty();
        Credentials("a").ShouldBe(mine);
    }

    [Fact]
    public async Task They_are_found_in_the_database_by_any_environment()
    {
        await In(Environments.Development).SeedAsync(People.Job, null, default);
        (await In(Environments.Production).AnyExistAsync(People.Job, default)).ShouldBeTrue();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => In(Environments.Production).AnyExistAsync(People.Nobody, default));
    }

    [Fact]
    public void There_is_one_for_each_role() =>
        In(Environments.Development).List(People.Job).Select(a => a.Role).Distinct().ShouldBe(Roles.OfPeople, ignoreOrder: true);

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_they_are_refused(string environment)
    {
        Should.Throw<InvalidOperationException>(() => In(environment).List(People.Job));
        await Should.ThrowAsync<InvalidOperationException>(() => In(environment).SeedAsync(People.Job, null, default));
    }

    private static List<string> Credentials(string key)
    {
        var root = new KeyEncryptionKey(key, System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
        return [.. new[] { "clinician", "admin" }.Select(name => Convert.ToHexString(root.DemoSecretOf(name, 30)))];
    }

    private static byte[] Read(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
