using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

public sealed class UseRecoveryCodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<FactorResult> TryAsync(SignInStep step, string code) =>
        portal.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step.Token, code, default);

    private async Task<IReadOnlyList<string>> CodesOf(Person person)
    {
        await using var db = portal.Open();
        return await portal.Get<RecoveryCodes>().ReplaceAsync(db, person.Id.Value, default);
    }

    [Fact]
    public async Task Each_of_ten_codes_works_once()
    {
        var person = await people.NewAsync();
        var codes = await CodesOf(person);
        codes.Distinct().Count().ShouldBe(10);
        foreach (var code in codes)
        {
            (await TryAsync(await people.PasswordAsync(person), code)).Outcome.ShouldBe(FactorOutcome.SignedIn);
            (await TryAsync(await people.PasswordAsync(person), code)).Outcome.ShouldBe(FactorOutcome.Refused);
        }
    }

    [Fact]
    public async Task Of_parallel_posts_of_one_code_exactly_one_wins()
    {
        var person = await people.NewAsync();
        var code = (await CodesOf(person))[0];
        var steps = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => people.PasswordAsync(person)));
        var results = await Task.WhenAll(steps.Select(step => TryAsync(step, code)));
        results.Count(r => r.Outcome == FactorOutcome.SignedIn).ShouldBe(1);
    }

    [Fact]
    public async Task Case_spaces_and_dashes_do_not_matter_and_its_use_is_audited()
    {
        var person = await people.NewAsync();
        var code = (await CodesOf(person))[0].ToLowerInvariant().Replace('-', ' ');
        var result = await TryAsync(await people.PasswordAsync(person), code);
        (await people.SessionAsync(result.Token!)).Factor.ShouldBe(SessionFactor.RecoveryCode);
        (await people.EntriesAsync(person)).ShouldContain(e => e.Action == AuditAction.Credential && e.Reason == "recovery-code-used");
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.7")]
    public async Task The_person_is_told_of_a_code_that_was_used_and_of_no_other()
    {
        var person = await people.NewAsync();
        var code = (await CodesOf(person))[0];
        await TryAsync(await people.PasswordAsync(person), code);
        await TryAsync(await people.PasswordAsync(person), code);
        (await people.NoticesAsync(person.Id, NoticeKind.RecoveryCodeUsed)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_code_of_somebody_else_is_refused_and_counted()
    {
        var person = await people.NewAsync();
        var theirs = await CodesOf(await people.NewAsync());
        var step = await people.PasswordAsync(person);
        foreach (var code in theirs)
        {
            (await TryAsync(step, code)).Outcome.ShouldBe(FactorOutcome.Refused);
        }

        (await people.EntriesAsync(person)).Count(e => e.Reason == "wrong-recovery-code").ShouldBe(TryCounter.MaxTries);
    }

    [Fact]
    public async Task A_code_holds_eighty_bits_in_readable_groups() =>
        (await CodesOf(await people.NewAsync())).ShouldAllBe(code => System.Text.RegularExpressions.Regex.IsMatch(code, "^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$"));

    [Fact]
    public async Task What_nobody_could_have_typed_as_a_code_is_refused_unverified_and_audited()
    {
        var person = await people.NewAsync();
        (await TryAsync(await people.PasswordAsync(person), new string('A', 10_000))).Outcome.ShouldBe(FactorOutcome.Refused);
        (await people.RefusalsAsync(person)).ShouldBe(["malformed-code"]);
    }
}
