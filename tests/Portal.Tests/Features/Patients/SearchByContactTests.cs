using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients.Import;

namespace Portal.Tests.Features.Patients;

/// <summary>Patients as an import registers them, found by what they tell on the telephone.</summary>
public sealed class SearchByContactTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Contact = """
        ,"telecom":[{"system":"phone","value":"(617) 555-0142"},{"system":"phone","value":"+45 12 34 56 78"},{"system":"phone","value":"030 / 7654321"},
        {"system":"phone","use":"old","value":"617-555-0999"},{"system":"email","value":"First@Mail.example"},{"system":"email","value":"second.one@mail.example"}],
        "identifier":[{"type":{"coding":[{"code":"SS"}]},"value":"999-51-4711"},{"type":{"coding":[{"code":"PPN"}]},"value":"X90210Y"},{"type":{"coding":[{"code":"MR"}]},"value":"MR-00815"}]
        """;

    [Fact]
    public async Task A_patient_is_found_by_each_phone_number_address_and_identifier_however_it_is_written()
    {
        var (desk, patient) = (People.In(Role.FrontDesk), await ImportAsync(Contact));
        string[] finding =
        [
            "617 555 0142", "6175550142", "+1 (617) 555-0142", "001 617 555 0142", "+4512345678", "12 34 56 78", "0045 12345678", "0307654321", "+49 30 7654321",
            "first@mail.example", " SECOND.ONE@mail.example ", "999-51-4711", "999514711", "999 51 4711", "x90210y", "MR-00815", "mr00815",
        ];

        foreach (var text in finding)
        {
            (await FindAsync(desk, text)).ShouldContain(patient, text);
        }

        foreach (var text in new[] { "617-555-0999", "617 555 014", "mail@first.example", "@mail.example", "999-51-4712", "X90210" })
        {
            (await FindAsync(desk, text)).ShouldNotContain(patient, text);
        }
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Reach_is_the_same_as_for_names_and_no_entry_holds_what_was_searched_for()
    {
        var patient = await ImportAsync(Contact);
        var clinician = People.Clinician();

        (await FindAsync(clinician, "999-51-4711", Purpose.Treatment)).ShouldNotContain(patient);
        (await FindAsync(People.In(Role.Administrator), "999-51-4711")).ShouldBeEmpty();

        var text = (string)(await portal.Database.RunAsync(
            Portal.Data.Postgres.Embedded.DatabaseRole.Superuser, "SELECT string_agg(e::text, ' ') FROM audit.log e"))!;
        text.ShouldNotContain("999-51-4711");
        text.ShouldNotContain("999514711");
        (await EntriesOfAsync(clinician)).ShouldHaveSingleItem().Patients.ShouldNotContain(patient);
    }

    [Fact]
    public async Task A_name_of_one_letter_is_found_by_it()
    {
        var (desk, wang, latin) = (People.In(Role.FrontDesk), await ImportAsync("", "王", "芳"), await ImportAsync("", "Ng", "O"));

        (await FindAsync(desk, "王")).ShouldContain(wang);
        (await FindAsync(desk, "芳 王")).ShouldContain(wang);
        (await FindAsync(desk, "王芳")).ShouldNotContain(wang); // two words in this file; written as one word it is another name
        (await FindAsync(desk, "ng")).ShouldContain(latin);
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => FindAsync(desk, "o"));
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => FindAsync(desk, $"Ng{(char)0xD83E}"));
    }

    private async Task<PatientId> ImportAsync(string more, string family = "Contactova", string given = "Zoe")
    {
        var folder = Directory.CreateTempSubdirectory("portal-import").FullName;
        try
        {
            var account = AccountId.New();
            await File.WriteAllTextAsync(Path.Combine(folder, "a.json"), Fhir.Patient(Guid.NewGuid().ToString(), family, given, more: more));
            var report = await portal.Get<ImportFhir>().ForAsync(Actor.System("import-fhir"), [folder], account, null, default);
            report.FailedFiles.ShouldBeEmpty();
            var clinician = Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local);
            return (await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem().Id;
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private async Task<IReadOnlyList<PatientId>> FindAsync(Actor actor, string text, Purpose purpose = Purpose.Operations) =>
        [.. (await portal.Get<SearchPatients>().ForAsync(actor, purpose, text, null, default)).Items.Select(item => item.Id)];

    private async Task<List<AuditEntry>> EntriesOfAsync(Actor actor)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (signed.Entry.Account == actor.Account)
            {
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }
}
