using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests;

/// <summary>People with accounts, who sign in by the pages.</summary>
internal sealed class WebPeople(WebFixture web)
{
    public const string Password = People.Password;

    public async Task<Person> NewAsync(Role role = Role.Clinician, bool enrolled = true)
    {
        var person = new Person($"{Guid.NewGuid():N}@people.example", [.. Guid.NewGuid().ToByteArray(), 1, 2, 3, 4]);
        var account = new NewAccount(person.Email, "Test Person", Password, role) { TotpSecret = enrolled ? person.Secret : null };
        return person with { Id = (await web.Get<CreateAccount>().ForAsync(People.Job, account, default))!.Value };
    }

    public static string CodeNow(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    public static Task<HttpResponseMessage> PasswordAsync(Browser browser, Person person, string page = "/sign-in") =>
        browser.SubmitAsync(page, ("Email", person.Email), ("Password", Password));

    public static async Task<HttpResponseMessage> SignInAsync(Browser browser, Person person, string page = "/sign-in")
    {
        using var first = await PasswordAsync(browser, person, page);
        return await browser.SubmitAsync(first.Headers.Location!.PathAndQuery, ("Code", CodeNow(person.Secret)));
    }

    public async Task<Browser> SignedInAsync(Role role)
    {
        var browser = web.NewBrowser();
        using var answer = await SignInAsync(browser, await NewAsync(role));
        return browser;
    }
}
