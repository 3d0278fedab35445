using FluentValidation;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Data;

/// <summary>Lists and searches over several pages: everybody once, nobody else, and one entry a page that names whom it showed.</summary>
public sealed class ReachTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const int Mine = 60;

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Sixty_patients_come_once_each_over_the_pages_and_nobody_elses_ever()
    {
        var (clinician, colleague) = (Person(Role.Clinician), Person(Role.Clinician));
        var (mine, theirs) = (new List<PatientId>(), new List<PatientId>());
        for (var number = 0; number < Mine; number++)
        {
            mine.Add(await SamplePatients.AddAsync(portal, clinician.Account, new PersonName("Łukaszewicz", $"Ådne {number}"), $"MRN-6{number:000}", observations: 0));
            if (number % 10 == 0)
            {
                theirs.Add(await SamplePatients.AddAsync(portal, colleague.Account, new PersonName("Łukaszewicz", "Other"), "MRN-70000", observations: 0));
                portal.Clock.Advance(TimeSpan.FromSeconds(1)); // some assignments share their time, some do not
            }
        }

        await ShowsAsync(clinician, mine, cursor => portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, cursor, default));
        foreach (var text in new[] { "lukasz", "ŁUKASZ", "adn luk", "luk ad", "1980-02-29", "29.2.1980", "2/29/1980" })
        {
            await ShowsAsync(clinician, mine, cursor => portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, text, cursor, default));
        }

        (await FindAsync(clinician, "mrn 6007")).ShouldBe([mine[7]]);
        (await FindAsync(clinician, "MRN-70000")).ShouldBeEmpty();
        (await FindAsync(colleague, "lukaszewicz")).ShouldBe(theirs, ignoreOrder: true);
        (await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default)).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("m")]
    [InlineData("é")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("%%%")]
    public Task Fewer_than_two_letters_are_refused(string text) => Should.ThrowAsync<ValidationException>(() => FindAsync(Person(Role.Clinician), text));

    [Theory]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("' OR 1=1 --")]
    public async Task A_cursor_that_is_none_of_ours_is_refused(string cursor)
    {
        var clinician = Person(Role.Clinician);
        await Should.ThrowAsync<ValidationException>(() => portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, cursor, default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, "muller", cursor, default));
    }

    private async Task<List<PatientId>> FindAsync(Actor actor, string text) =>
        [.. (await portal.Get<SearchPatients>().ForAsync(actor, Purpose.Treatment, text, null, default)).Items.Select(item => item.Id)];

    private async Task ShowsAsync(Actor actor, List<PatientId> expected, Func<string?, Task<Page<PatientListItem>>> page)
    {
        var shown = new List<PatientId>();
        string? cursor = null;
        do
        {
            var before = await EntriesAsync(actor);
            var answer = await page(cursor);
            shown.AddRange(answer.Items.Select(item => item.Id));
            (await EntriesAsync(actor)).ShouldBe(before + 1);
            (await NamedLastAsync(actor)).ShouldBe(answer.Items.Select(item => item.Id.Value), ignoreOrder: true);
            cursor = answer.Next;
            portal.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        while (cursor is not null);

        shown.ShouldBe(expected, ignoreOrder: true);
    }

    private async Task<long> EntriesAsync(Actor actor) => (long)(await portal.Database.RunAsync(
        DatabaseRole.Auditor, "SELECT count(*) FROM audit.log WHERE account = $1", actor.Account!.Value.Value))!;

    private async Task<Guid[]> NamedLastAsync(Actor actor) => (Guid[])(await portal.Database.RunAsync(DatabaseRole.Auditor, """
        SELECT coalesce(patients, '{}') FROM audit.log WHERE account = $1 ORDER BY at DESC LIMIT 1
        """, actor.Account!.Value.Value))!;

    private static Actor Person(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);
}
