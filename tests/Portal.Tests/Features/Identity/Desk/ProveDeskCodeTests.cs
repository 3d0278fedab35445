using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Desk;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Desk;

[Trait("Norm", "164.312(d)")]
public sealed class ProveDeskCodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly DeskVisits visits = new(portal);

    [Fact]
    public async Task Code_and_birth_date_together_open_and_looking_uses_nothing_up()
    {
        var (patient, code) = await visits.CodeAsync();
        var first = await visits.ProveAsync(code.ToLowerInvariant().Replace('-', ' '));
        var second = await visits.ProveAsync(code);
        first.ShouldNotBeNull();
        second.ShouldNotBe(first);
        (await portal.Get<OpenDeskCode>().ForAsync(People.Nobody, first, default)).ShouldBeNull("the newer one ended it");
        (await portal.Get<OpenDeskCode>().ForAsync(People.Nobody, second, default)).ShouldNotBeNull();
        var row = await visits.RowAsync(patient);
        (row.Tries, row.State).ShouldBe((0, DeskCodeState.Open));
    }

    [Fact]
    public async Task Wrong_birth_date_wrong_code_and_code_of_another_patient_get_the_same_answer_and_the_entry_knows()
    {
        var (patient, code) = await visits.CodeAsync();
        var others = await SamplePatients.AddAsync(portal, null, observations: 0);
        (await visits.ProveAsync(code, DeskVisits.WrongBirth)).ShouldBeNull();
        (await visits.ProveAsync("0000-0000-0000")).ShouldBeNull();
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Denied, "wrong-birth-date"));
        (await visits.EntriesAsync(others)).ShouldBeEmpty();
        (await visits.People.EntriesAsync(e => e.Reason == "desk-code-unknown")).ShouldAllBe(e => e.Patients.Count == 0 && e.Outcome == AuditOutcome.Denied);
    }

    [Theory]
    [InlineData(null, DeskVisits.Birth)]
    [InlineData("", "")]
    [InlineData("what", "ever")]
    [InlineData("7K3M-9QXT-2BWD-7K3M-9QXT-2BWD-7K3M-9QXT-2BWD", DeskVisits.Birth)]
    public async Task What_is_malformed_is_refused_without_an_exception(string? code, string? birth) => (await visits.ProveAsync(code, birth)).ShouldBeNull();

    [Fact]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task Five_wrong_birth_dates_kill_the_code_for_good()
    {
        var (patient, code) = await visits.CodeAsync();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            (await visits.ProveAsync(code, DeskVisits.WrongBirth)).ShouldBeNull();
        }

        (await visits.ProveAsync(code)).ShouldBeNull();
        portal.Clock.Advance(TimeSpan.FromHours(1));
        (await visits.ProveAsync(code)).ShouldBeNull("it does not come to life again");
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Denied, "desk-code-dead"));
        (await visits.MakeAsync(await visits.ClerkAsync(), patient)).Letter.ShouldNotBeNull("the desk makes a new one");
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.1")]
    public async Task Twenty_parallel_guesses_count_as_twenty_and_five_are_verified()
    {
        var (patient, code) = await visits.CodeAsync();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(day => visits.ProveAsync(code, $"1999-01-{day:D2}")));
        (await visits.RowAsync(patient)).Tries.ShouldBe(DeskCode.MaxTries);
        var entries = await visits.EntriesAsync(patient);
        entries.Count(e => e is (AuditOutcome.Denied, "wrong-birth-date")).ShouldBe(5);
        entries.Count(e => e is (AuditOutcome.Denied, "desk-code-dead")).ShouldBe(15);
        (await visits.ProveAsync(code)).ShouldBeNull();
    }

    [Fact]
    public async Task Guesses_at_codes_that_are_none_are_counted_in_rows_of_nobody()
    {
        var before = await DecoyTriesAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => visits.ProveAsync($"0000-0000-00{n:D2}")));
        (await DecoyTriesAsync() - before).ShouldBe(20);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.4.1")]
    public async Task A_code_expires()
    {
        var (patient, code) = await visits.CodeAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72));
        (await visits.ProveAsync(code)).ShouldBeNull();
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Denied, "desk-code-expired"));
    }

    [Theory]
    [InlineData("patient_id = gen_random_uuid()")]
    [InlineData("account_id = gen_random_uuid()")]
    [InlineData("kind = 2")]
    [InlineData("expires_at = expires_at + interval '1 day'")]
    [InlineData("birth_hash = code_hash")]
    [InlineData("seal = NULL")]
    [Trait("Norm", "164.312(c)")]
    public async Task A_row_that_was_changed_past_the_portal_opens_nothing(string change)
    {
        var (patient, code) = await visits.CodeAsync();
        var row = await visits.RowAsync(patient);
        await visits.RunAsync($"UPDATE identity.desk_codes SET {change} WHERE id = $1", row.Id);
        (await visits.ProveAsync(code)).ShouldBeNull();
        (await visits.People.EntriesAsync(e => e.Reason == "damaged" && e.Outcome == AuditOutcome.Denied)).ShouldNotBeEmpty();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task Neither_code_nor_birth_date_nor_name_can_be_read_in_the_database()
    {
        var (patient, code) = await visits.CodeAsync();
        var row = (string)(await visits.RunAsync("SELECT to_jsonb(c)::text FROM identity.desk_codes c WHERE patient_id = $1", patient.Value))!;
        row.ShouldNotContain(TypedCode.Read(code)!);
        row.ShouldNotContain(DeskVisits.Birth);
        row.ShouldNotContain("Müller");
    }

    private async Task<int> DecoyTriesAsync()
    {
        await using var db = portal.Open();
        var accounts = await db.Set<Account>().Select(a => a.Id).ToListAsync();
        return await db.Set<SignInCounter>().Where(c => !accounts.Contains(c.AccountId)).SumAsync(c => c.Failures);
    }
}
