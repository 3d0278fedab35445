using System.Text.RegularExpressions;
using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests;

/// <summary>People with accounts, who sign in by the pages.</summary>
internal sealed partial class WebPeople(WebFixture web)
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

    /// <summary>Enrols an app at the page that asks for it; the answer shows the recovery codes.</summary>
    public static async Task<string> EnrolAsync(Browser browser, string page = "/sign-in/enrol")
    {
        var secret = FromBase32(Key().Match(await browser.HtmlAsync(page)).Groups["key"].Value);
        using var answer = await browser.SubmitAsync(page, ("Code", CodeNow(secret)));
        return await answer.Content.ReadAsStringAsync();
    }

    public static IReadOnlyList<string> RecoveryCodesIn(string html) => [.. RecoveryCode().Matches(html).Select(m => m.Value)];

    public async Task<Browser> SignedInAsync(Role role)
    {
        var browser = web.NewBrowser();
        using var answer = await SignInAsync(browser, await NewAsync(role));
        return browser;
    }

    public static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Where(char.IsAsciiLetterOrDigit)
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex("id=\"totp-key\">(?<key>[A-Z2-7 ]+)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    [GeneratedRegex("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", RegexOptions.ExplicitCapture)]
    private static partial Regex RecoveryCode();
}
