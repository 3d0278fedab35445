using Portal.Features.Identity.Desk;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Web.Tests.Features.Identity;

public sealed class PatientCodePageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private const string Page = "/activate/patient";

    private const string Birth = "1980-02-29";

    private const string Cookie = "__Host-portal-desk";

    [Fact]
    [Trait("Norm", "ASVS 6.3.8")]
    public async Task A_wrong_code_a_wrong_birth_date_and_an_expired_code_get_the_same_page()
    {
        var expected = await RefusedAsync(await CodeAsync(), "1980-02-28");
        expected.ShouldContain("do not open an account");
        (await RefusedAsync("0000-0000-0000", Birth)).ShouldBe(expected);
        (await RefusedAsync(await CodeAsync(lifetime: TimeSpan.FromHours(-1)), Birth)).ShouldBe(expected);
    }

    [Fact]
    [Trait("Norm", "ASVS 14.2.1")]
    public async Task Code_and_birth_date_become_a_cookie_and_are_in_no_address_and_on_no_page()
    {
        using var browser = web.NewBrowser();
        var code = await CodeAsync();
        using var answer = await browser.SubmitAsync(Page, ("Code", code), ("Birth", Birth));
        answer.Headers.Location!.PathAndQuery.ShouldBe(Page);
        answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Cookie, StringComparison.Ordinal)).ShouldContain("secure; samesite=strict; httponly");
        var page = await browser.HtmlAsync(Page);
        PasswordInput.ShouldTakePasting(page, "new-password");
        page.ShouldNotContain(code);
        page.ShouldNotContain("Ada Example");

        using var taken = await browser.SubmitAsync(Page, ("Email", $"{Guid.NewGuid():N}@people.example"), ("Password", "nine quiet harbours wait"));
        taken.Headers.Location!.PathAndQuery.ShouldBe("/sign-in/enrol");
        browser.Cookie(Cookie).ShouldBeNull();
        using var home = await browser.GetAsync("/");
        home.Headers.Location!.OriginalString.ShouldContain("/sign-in", Case.Sensitive, "the code alone must not be a way in");
    }

    private async Task<string> RefusedAsync(string code, string birth)
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.SubmitAsync(Page, ("Code", code), ("Birth", birth));
        ((int)answer.StatusCode).ShouldBe(200);
        browser.Cookie(Cookie).ShouldBeNull();
        return Browser.Same(await answer.Content.ReadAsStringAsync(), code);
    }

    // As the desk makes one: the record is not needed to use it.
    private async Task<string> CodeAsync(TimeSpan? lifetime = null)
    {
        var (codes, code, patient, id) = (web.Get<DeskCodes>(), TypedCode.New(), PatientId.New(), Guid.NewGuid());
        var now = web.Get<TimeProvider>().GetUtcNow();
        var row = new DeskCode
        {
            Id = id, PatientId = patient, OpenFor = patient, AccountId = Guid.NewGuid(), Kind = DeskCodeKind.Activation, State = DeskCodeState.Open,
            Document = IdentityDocument.Passport, MadeBy = Guid.NewGuid(), MadeAt = now, ExpiresAt = now + (lifetime ?? TimeSpan.FromHours(1)),
            CodeHash = codes.HashOf(code), BirthHash = codes.HashOf(id, new DateOnly(1980, 2, 29)),
            ProtectedName = new Protected<string>("Ada Example", web.Get<KeyRing>().Of(KeyUse.Accounts)),
        };
        row.Seal = web.Get<DeskCodeSeal>().Of(row);
        await using var db = web.Get<Data.PortalDatabase>().Open();
        db.Add(row);
        await db.SaveChangesAsync();
        return TypedCode.InGroups(code);
    }
}
