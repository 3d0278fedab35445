using FluentValidation;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Passwords;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "NIST SP 800-63B-4")]
public sealed class PasswordRulesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private PasswordProblem? ProblemOf(string? password, string email = "mira.halvorsen@northwood.example", string name = "Dr. Mira Halvorsen")
    {
        var key = portal.Get<KeyRing>().Of(KeyUse.Accounts);
        var person = new Account { ProtectedEmail = new Protected<string>(email, key), ProtectedName = new Protected<string>(name, key) };
        return portal.Get<PasswordRules>().ProblemOf(person, password);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("k7#pW2z")]
    [InlineData("🐢🐇🐘🦊🐝🦉🐋")]
    public void Fewer_than_eight_characters_are_too_few(string? password) => ProblemOf(password).ShouldBe(PasswordProblem.TooShort);

    [Theory]
    [InlineData("k7#pW2zq")]
    [InlineData("only lower case words here")]
    [InlineData("74 19 60 38 52 11")]
    [InlineData("🐢🐇🐘🦊🐝🦉🐋🐧")]
    [InlineData("correct horse battery staple")]
    [InlineData("Ärger über Öl im Getriebe")]
    [InlineData("quiet lamp 7 over river")]
    public void Length_counts_and_no_kind_of_character_is_asked_for(string password) => ProblemOf(password).ShouldBeNull();

    [Fact]
    public void Long_passwords_are_taken_whole_up_to_256()
    {
        var words = string.Concat(Enumerable.Range(0, 60).Select(n => $"w{n * 7919 % 613}x "));
        ProblemOf(words[..64]).ShouldBeNull();
        ProblemOf(words[..256]).ShouldBeNull();
        ProblemOf(words[..257]).ShouldBe(PasswordProblem.TooLong);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("PassWord")]
    [InlineData("pässwörd")]
    [InlineData("ｐａｓｓｗｏｒｄ")]
    [InlineData("P@ssw0rd")]
    [InlineData("p@$$w0rd2024!")]
    [InlineData("Sunshine1!")]
    [InlineData("monkey123456")]
    [InlineData("drowssap")]
    [InlineData("!!trustno1!!")]
    [InlineData("Elizabeth1985")]
    [InlineData("government")]
    [InlineData("1qaz2wsx")]
    [InlineData("iloveyou")]
    public void Common_passwords_are_found_however_they_are_dressed(string password) => ProblemOf(password).ShouldBe(PasswordProblem.Common);

    [Theory]
    [InlineData("aaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("passwordpassword")]
    [InlineData("12345678901")]
    [InlineData("abcdefghi")]
    [InlineData("98765432")]
    [InlineData("abcd4321")]
    [InlineData("11223344")]
    [InlineData("asdfghjklm")]
    [InlineData("qwertzuiop")]
    [InlineData("3edc4rfv5tgb")]
    [InlineData("24121985")]
    [InlineData("24.12.1985")]
    [InlineData("1985-12-24")]
    public void Patterns_are_found(string password) => ProblemOf(password).ShouldBe(PasswordProblem.Common);

    [Theory]
    [InlineData("mira.halvorsen")]
    [InlineData("Halvorsen!7310")]
    [InlineData("MIRAhalvorsen99")]
    [InlineData("northwood-4711")]
    [InlineData("portal!Portal!9")]
    public void What_is_made_of_the_person_or_the_product_is_found(string password) => ProblemOf(password).ShouldBe(PasswordProblem.Personal);

    [Fact]
    public void A_name_inside_a_long_password_does_no_harm() => ProblemOf("mira keeps eleven green frogs").ShouldBeNull();

    [Fact]
    [Trait("Norm", "ASVS 6.2.4")]
    public void The_list_holds_more_than_three_thousand_common_passwords_that_are_long_enough()
    {
        using var list = new StreamReader(typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream("zxcvbn-core.Dictionaries.passwords.lst")!);
        var common = list.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries).Where(word => word.Length >= PasswordRules.MinLength).ToList();
        common.Count.ShouldBeGreaterThan(3000);
        common.Where(word => !CommonPasswords.Hold(word)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_password_is_the_same_however_its_accents_were_typed_and_nothing_of_it_is_cut()
    {
        var email = $"{Guid.NewGuid():N}@people.example";
        var composed = "wärme im flur " + string.Concat(Enumerable.Range(0, 20).Select(n => $"q{n * 37 % 91}v ")) + "ende";
        await portal.Get<CreateAccount>().ForAsync(People.Job, new NewAccount(email, "Test Person", composed, Role.Clinician), default);
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, composed.Normalize(System.Text.NormalizationForm.FormD), default)).ShouldNotBeNull();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, composed[..^1], default)).ShouldBeNull();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, email, composed.ToUpperInvariant(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Every_path_that_makes_an_account_asks_the_rules()
    {
        var refused = await Should.ThrowAsync<ValidationException>(
            () => portal.Get<CreateAccount>().ForAsync(People.Job, new NewAccount("x@people.example", "Test Person", "Password2024!", Role.Clinician), default));
        refused.Errors.ShouldHaveSingleItem().ErrorMessage.ShouldContain("choose another");
        await using var db = portal.Open();
        using var identity = portal.Get<AccountUsers>().Over(db);
        identity.PasswordValidators.ShouldHaveSingleItem().ShouldBeOfType<PasswordRules>();
    }
}
