using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Security;

/// <summary>
/// Answers that must not tell whether there is such an account, link or code: equal to the last letter, but for what differs from page to page whatever was sent.
/// The code of the desk is in PatientCodePageTests; times are compared in the benchmark.
/// </summary>
[Trait("Norm", "ASVS 6.3.8")]
public sealed class EnumerationTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    public async Task At_the_sign_in_an_unknown_a_disabled_a_locked_and_a_known_account_get_one_page()
    {
        var (known, disabled, locked) = (await people.NewAsync(), await people.NewAsync(), await people.NewAsync());
        await DisableAsync(disabled);
        var expected = await RefusedAsync(known.Email, "wrong password");
        (await RefusedAsync("nobody@people.example", "wrong password")).ShouldBe(expected);
        (await RefusedAsync("not an address", "wrong password")).ShouldBe(expected);
        (await RefusedAsync(disabled.Email, "wrong password")).ShouldBe(expected);
        (await RefusedAsync(disabled.Email, WebPeople.Password)).ShouldBe(expected);
        for (var tries = 0; tries < 12; tries++)
        {
            (await RefusedAsync(locked.Email, "wrong password")).ShouldBe(expected);
        }

        (await RefusedAsync(locked.Email, WebPeople.Password)).ShouldBe(expected, "the lock is told to nobody who stands outside");
        expected.ShouldContain("not right");
    }

    [Theory]
    [InlineData("/activate", "activation")]
    [InlineData("/recover", "recovery")]
    public async Task A_link_that_is_torn_unknown_used_or_too_old_gets_one_page(string page, string cookie)
    {
        var expected = await OpenedAsync(page, "torn");
        (await OpenedAsync(page, "")).ShouldBe(expected);
        (await OpenedAsync(page, new string('A', 43))).ShouldBe(expected);
        (await OpenedAsync(page, page == "/recover" ? await OldRecoveryAsync() : await OldInvitationAsync())).ShouldBe(expected);
        (await OpenedAsync(page, page == "/recover" ? await UsedRecoveryAsync() : await UsedInvitationAsync())).ShouldBe(expected);
        expected.ShouldContain("does not work");
        using var browser = web.NewBrowser();
        browser.SetCookie($"__Host-portal-{cookie}", new string('A', 43));
        Browser.Same(await browser.HtmlAsync(page)).ShouldContain("does not work");
    }

    [Theory]
    [InlineData("/sign-in/code")]
    [InlineData("/sign-in/recovery")]
    public async Task At_the_second_step_a_wrong_code_and_no_code_at_all_get_one_page(string page)
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync();
        using var first = await WebPeople.PasswordAsync(browser, person);
        var answers = new List<string>();
        foreach (var code in new[] { WebPeople.CodeNow(person.Secret) == "246802" ? "135791" : "246802", "12345", "", "AAAA-AAAA-AAAA-AAAA" })
        {
            using var answer = await browser.SubmitAsync(page, ("Code", code));
            ((int)answer.StatusCode).ShouldBe(200);
            answers.Add(Browser.Same(await answer.Content.ReadAsStringAsync()));
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("not right");
    }

    [Fact]
    public async Task A_change_to_an_address_that_is_taken_and_to_one_that_is_free_get_one_page()
    {
        // Nothing goes out to this port; without a mail server the page would end earlier.
        await using var own = await OwnHost.StartAsync(
            web, ("Portal:Url", "https://portal.example"), ("Portal:Mail:Host", "localhost"), ("Portal:Mail:Port", "1"), ("Portal:Mail:From", "portal@portal.example"));
        var taken = (await people.NewAsync()).Email;
        var answers = new List<string>();
        foreach (var address in new[] { taken, $"{Guid.NewGuid():N}@people.example" })
        {
            using var browser = own.NewBrowser();
            using var signedIn = await WebPeople.SignInAsync(browser, await people.NewAsync(Role.Patient));
            using var answer = await browser.SubmitFormAsync("/account/email", "Email", ("Email", address));
            ((int)answer.StatusCode).ShouldBe(200);
            answers.Add(Browser.Same(await answer.Content.ReadAsStringAsync(), address));
        }

        answers[0].ShouldBe(answers[1]);
        answers[0].ShouldContain("role=\"status\"");
    }

    private async Task<string> RefusedAsync(string email, string password)
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.SubmitAsync("/sign-in", ("Email", email), ("Password", password));
        ((int)answer.StatusCode).ShouldBe(200);
        answer.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
        return Browser.Same(await answer.Content.ReadAsStringAsync(), email);
    }

    private async Task<string> OpenedAsync(string page, string link)
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.SubmitFormAsync(page, "Link", ("Link", link));
        ((int)answer.StatusCode).ShouldBe(200);
        return Browser.Same(await answer.Content.ReadAsStringAsync());
    }

    private async Task DisableAsync(Person person)
    {
        await using var db = web.Get<PortalDatabase>().Open();
        await db.Set<Account>().Where(a => a.Id == person.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, TimeProvider.System.GetUtcNow()));
    }

    private Task<string> OldInvitationAsync() => InvitationAsync(TimeSpan.FromHours(-1));

    private async Task<string> UsedInvitationAsync()
    {
        var token = await InvitationAsync(TimeSpan.FromHours(1));
        (await web.Get<ActivateAccount>().ForAsync(People.Nobody, token, "Test Person", WebPeople.Password, default)).Next.ShouldNotBeNull();
        return token;
    }

    private async Task<string> InvitationAsync(TimeSpan lifetime)
    {
        var book = web.Get<InvitationBook>();
        var row = book.New(Guid.NewGuid(), $"{Guid.NewGuid():N}@people.example", null, Role.Nurse, null);
        var link = book.Open(row, lifetime);
        return await KeptAsync(row, link.Token);
    }

    private async Task<string> OldRecoveryAsync()
    {
        var (row, token) = await RecoveryAsync();
        row.ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(-1);
        row.Seal = web.Get<RecoverySeal>().Of(row);
        return await KeptAsync(row, token);
    }

    private async Task<string> UsedRecoveryAsync()
    {
        var (row, token) = await RecoveryAsync();
        await KeptAsync(row, token);
        (await web.Get<UseRecoveryLink>().ForAsync(People.Nobody, token, "seven green kettles sing", default)).Next.ShouldNotBeNull();
        return token;
    }

    private async Task<(AccountRecovery Row, string Token)> RecoveryAsync()
    {
        var book = web.Get<RecoveryBook>();
        var row = book.New((await people.NewAsync()).Id.Value, RecoveryReason.BothLost, (await people.NewAsync(Role.Administrator)).Id.Value);
        return (row, book.Open(row).Token);
    }

    private async Task<string> KeptAsync(object row, string token)
    {
        await using var db = web.Get<PortalDatabase>().Open();
        db.Add(row);
        await db.SaveChangesAsync();
        return token;
    }
}
