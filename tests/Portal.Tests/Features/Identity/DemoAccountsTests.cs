using Microsoft.Extensions.Hosting;
using NSubstitute;
using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

public sealed class DemoAccountsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private DemoAccounts In(string environment)
    {
        var host = Substitute.For<IHostEnvironment>();
        host.EnvironmentName.Returns(environment);
        return new DemoAccounts(portal.Get<CreateAccount>(), host);
    }

    [Fact]
    public async Task Each_demo_account_signs_in_with_what_the_list_says()
    {
        var demo = In(Environments.Development);
        await demo.SeedAsync(People.Job, null, default);
        (await demo.SeedAsync(People.Job, null, default)).Count.ShouldBe(5);
        foreach (var account in demo.List(People.Job))
        {
            var step = await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, account.Email, account.Password, default);
            var code = Totp.CodeAt(Read(account.TotpSecret), Totp.StepAt(portal.Clock.GetUtcNow()));
            var result = await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step!.Token, code, default);
            var view = await portal.Get<FindSession>().ByTokenAsync(People.Nobody, result.Token, default);
            (view!.Account, view.Role, view.Name).ShouldBe((account.Id, account.Role, account.Name));
        }
    }

    [Fact]
    public void There_is_one_for_each_role() =>
        In(Environments.Development).List(People.Job).Select(a => a.Role).Distinct().Order().ShouldBe(Roles.OfPeople);

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_they_are_refused(string environment)
    {
        Should.Throw<InvalidOperationException>(() => In(environment).List(People.Job));
        await Should.ThrowAsync<InvalidOperationException>(() => In(environment).SeedAsync(People.Job, null, default));
    }

    private static byte[] Read(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
