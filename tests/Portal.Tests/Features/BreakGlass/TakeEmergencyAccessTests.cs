using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass;

[Trait("Norm", "164.312(a)(2)(ii)")]
public sealed class TakeEmergencyAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    public async Task She_is_in_at_once_for_an_hour_and_the_record_says_by_what()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();

        var result = await glass.TakeAsync(actor, patient);

        var record = await glass.OpenAsync(actor, patient);
        record!.Observations.Count.ShouldBe(1);
        record.Glass.ShouldBe(new Portal.Features.Patients.GlassView(result.Grant!.Value, "glass-emergency", portal.Clock.GetUtcNow().AddMinutes(60), true));
        var row = (await glass.GrantsAsync(patient)).ShouldHaveSingleItem();
        (row.AccountId, row.SessionId, row.Review, row.ReviewDueAt).ShouldBe((actor.Account!.Value, actor.Session!.Value, GlassReview.Due, row.Start.AddHours(72)));
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task The_entries_come_in_order_and_from_the_taking_on_each_carries_the_grant()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        await glass.OpenAsync(actor, patient);
        await portal.Get<MeetClosedRecord>().ForAsync(actor, Purpose.Treatment, patient, default);
        portal.Clock.Advance(TimeSpan.FromSeconds(5));
        var grant = (await glass.TakeAsync(actor, patient, GlassReason.PublicHealth)).Grant;
        portal.Clock.Advance(TimeSpan.FromSeconds(5));
        await glass.OpenAsync(actor, patient);

        (await glass.EntriesAsync(patient)).OrderBy(entry => entry.At).ThenBy(entry => entry.Outcome == AuditOutcome.Allowed)
            .Select(entry => (entry.Action, entry.Outcome, entry.Reason, entry.Purpose, entry.Grant)).ShouldBe(
        [
            (AuditAction.Read, AuditOutcome.Denied, "NoGround", Purpose.Treatment, null),
            (AuditAction.Read, AuditOutcome.Allowed, "masked", Purpose.Treatment, null),
            (AuditAction.BreakGlass, AuditOutcome.Allowed, "glass-public-health", Purpose.PublicHealth, grant),
            (AuditAction.Read, AuditOutcome.Allowed, "glass-public-health", Purpose.PublicHealth, grant),
        ]);
    }

    [Fact]
    public async Task Two_hundred_requests_at_once_make_one_grant_and_all_get_it()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => glass.TakeAsync(actor, patient)));

        var row = (await glass.GrantsAsync(patient)).ShouldHaveSingleItem();
        results.Distinct().ShouldBe([new GlassResult(GlassOutcome.Open, row.Id)]);
        (await glass.EntriesAsync(patient)).Count(entry => entry.Action == AuditAction.BreakGlass).ShouldBe(1);
    }

    [Fact]
    public async Task A_later_request_gets_the_one_that_is_open_and_after_its_end_another_one()
    {
        var (actor, patient, first) = await glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(4));
        (await glass.TakeAsync(actor, patient, GlassReason.Other)).Grant.ShouldBe(first);
        portal.Clock.Advance(TimeSpan.FromMinutes(57));
        var again = await AgainAsync(actor);

        var second = (await glass.TakeAsync(again, patient)).Grant;

        second.ShouldNotBe(first);
        (await glass.GrantsAsync(patient)).Select(row => row.Follows).ShouldBe([Guid.Empty, first]);
    }

    [Fact]
    public async Task A_grant_opens_one_record_to_one_person()
    {
        var (actor, patient, _) = await glass.BrokenAsync();
        (await glass.OpenAsync(actor, await glass.PatientAsync())).ShouldBeNull();
        (await glass.OpenAsync(await glass.ClinicianAsync(), patient)).ShouldBeNull();
        (await glass.OpenAsync(actor, patient)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whoever_treats_the_patient_needs_none_and_gets_none()
    {
        var actor = await glass.ClinicianAsync();
        var patient = await SamplePatients.AddAsync(portal, actor.Account);
        (await glass.TakeAsync(actor, patient)).ShouldBe(new GlassResult(GlassOutcome.NotNeeded));
        (await glass.GrantsAsync(patient)).ShouldBeEmpty();
        (await glass.OpenAsync(actor, patient))!.Glass.ShouldBeNull();
    }

    [Fact]
    public async Task The_reason_for_an_exclusion_is_for_an_exclusion_alone()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        (await glass.TakeAsync(actor, patient, GlassReason.Exclusion)).ShouldBe(new GlassResult(GlassOutcome.WrongReason));
        (await glass.GrantsAsync(patient)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Patient)]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task Nobody_else_can_and_the_try_is_written_down(Role role)
    {
        var patient = await glass.PatientAsync();
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);
        (await glass.TakeAsync(actor, patient)).ShouldBe(new GlassResult(GlassOutcome.NotFound));
        (await glass.EntriesAsync(patient)).Select(entry => (entry.Action, entry.Outcome, entry.Reason)).ShouldBe([(AuditAction.BreakGlass, AuditOutcome.Denied, "NotPermitted")]);
        (await glass.GrantsAsync(patient)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GlassReason.None, Glass.Sentence)]
    [InlineData((GlassReason)77, Glass.Sentence)]
    [InlineData(GlassReason.Emergency, null)]
    [InlineData(GlassReason.Emergency, "")]
    [InlineData(GlassReason.Emergency, "emergency")]
    [InlineData(GlassReason.Emergency, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(GlassReason.Emergency, "haha haha haha haha haha haha")]
    [InlineData(GlassReason.Emergency, "1234567890 1234567890 1234567890")]
    public async Task A_reason_and_a_sentence_are_asked_for(GlassReason reason, string? sentence)
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        await Should.ThrowAsync<ValidationException>(() => glass.TakeAsync(actor, patient, reason, sentence));
        (await glass.GrantsAsync(patient)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sentence_of_more_than_a_thousand_characters_is_refused_and_one_of_a_thousand_is_kept_whole()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        var longest = string.Concat(Enumerable.Repeat("Ünconscious", 100))[..1000];
        await Should.ThrowAsync<ValidationException>(() => glass.TakeAsync(actor, patient, sentence: longest + "x"));
        await glass.TakeAsync(actor, patient, sentence: longest);

        var access = await portal.Get<Gate>().OpenAsync(
            actor, Purpose.Treatment, new AccessRequest(Permission.BreakGlass, AuditAction.Read, AuditResource.EmergencyAccess, DataCategories.Audit), patient, default);
        var row = (await glass.GrantsAsync(patient)).Single();
        access!.Reveal(row, row.Sentence).ValueOrDefault.ShouldBe(longest);
    }

    [Fact]
    [Trait("Norm", "ASVS 7.5.3")]
    public async Task It_wants_a_fresh_factor()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => glass.TakeAsync(actor, patient));
        (await glass.GrantsAsync(patient)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_patient_who_does_not_exist_is_not_found()
    {
        var (actor, nobody) = (await glass.ClinicianAsync(), PatientId.New());
        (await glass.TakeAsync(actor, nobody)).ShouldBe(new GlassResult(GlassOutcome.NotFound));
        (await glass.GrantsAsync(nobody)).ShouldBeEmpty();
        (await glass.EntriesAsync(nobody)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Failed);
    }

    [Fact]
    [Trait("Norm", "GDPR Art. 5(1)(a)")]
    public async Task The_patient_is_told_at_once_and_the_mail_says_nothing_of_it()
    {
        var (actor, patient) = (await glass.ClinicianAsync(Role.Nurse), await glass.PatientAsync());
        var person = await glass.People.NewAsync(Role.Patient, patient: patient);
        var grant = (await glass.TakeAsync(actor, patient)).Grant;

        var notice = (await glass.People.NoticesAsync(person.Id, NoticeKind.EmergencyAccess)).ShouldHaveSingleItem();
        notice.About.ShouldBe(grant);
        await using var db = portal.Open();
        (await db.Set<Mail>().Where(mail => mail.AccountId == person.Id.Value && mail.Kind == NoticeKind.EmergencyAccess).CountAsync()).ShouldBe(1);
        var row = (await glass.GrantsAsync(patient)).Single();
        (row.Telling, row.ToldAt).ShouldBe((GlassTelling.Told, row.Start));
        var mail = Portal.Kernel.Mail.MailText.Of(NoticeKind.EmergencyAccess, new Uri("https://portal.example/"));
        foreach (var word in new[] { "record", "emergency", "opened", "treat", "health", "patient" })
        {
            (mail.Subject + mail.Body).ShouldNotContain(word, Case.Insensitive);
        }
    }

    [Fact]
    public async Task A_safety_hold_says_wait_and_without_an_account_nobody_is_told()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        var person = await glass.People.NewAsync(Role.Patient, patient: patient);
        await glass.HoldAsync(patient, portal.Clock.GetUtcNow().AddDays(2));
        await glass.TakeAsync(actor, patient);
        (await glass.GrantsAsync(patient)).Single().Telling.ShouldBe(GlassTelling.Held);
        (await glass.People.NoticesAsync(person.Id, NoticeKind.EmergencyAccess)).ShouldBeEmpty();

        var (_, other, _) = await glass.BrokenAsync();
        (await glass.GrantsAsync(other)).Single().Telling.ShouldBe(GlassTelling.NoAccount);
    }

    [Fact]
    public async Task Without_its_entry_there_is_no_grant()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        await using var second = await SecondPortal.OpenAsync(portal);
        await portal.Database.AsSuperuserAsync("ALTER TABLE audit.entries ADD CONSTRAINT down CHECK (false) NOT VALID");
        try
        {
            await Should.ThrowAsync<AuditUnavailableException>(() => second.Get<TakeEmergencyAccess>().ForAsync(actor, patient, new(GlassReason.Emergency, Glass.Sentence), default));
        }
        finally
        {
            await portal.Database.AsSuperuserAsync("ALTER TABLE audit.entries DROP CONSTRAINT down");
        }

        (await glass.GrantsAsync(patient)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(1)")]
    public async Task The_database_takes_no_grant_for_somebody_else_none_without_end_and_deletes_none()
    {
        var (actor, patient, grant) = await glass.BrokenAsync();
        await using var db = await portal.Get<PortalDatabase>().OpenAsync(Reach.Of(actor, [patient], DataCategories.Audit), default);
        var copy = "INSERT INTO care.grants SELECT (r).* FROM (SELECT json_populate_record(g, json_build_object('id', gen_random_uuid(), 'follows', gen_random_uuid(), {0})) r FROM care.grants g) x";
        foreach (var (sql, state) in new[]
        {
            (string.Format(null, copy, "'account_id', gen_random_uuid()"), "42501"),
            (string.Format(null, copy, "'until', null"), "23502"),
            (string.Format(null, copy, "'until', '2001-01-01'"), "23514"),
            ("DELETE FROM care.grants", "42501"),
        })
        {
            await db.Database.CurrentTransaction!.CreateSavepointAsync("one");
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => db.Database.ExecuteSqlRawAsync(sql))).SqlState.ShouldBe(state, sql);
            await db.Database.CurrentTransaction!.RollbackToSavepointAsync("one");
        }

        (await glass.GrantsAsync(patient)).ShouldHaveSingleItem().Id.ShouldBe(grant);
    }

    // The same person, signed in anew.
    private async Task<Actor> AgainAsync(Actor actor)
    {
        await using var db = portal.Open();
        var account = actor.Account!.Value.Value;
        DateTimeOffset? now = portal.Clock.GetUtcNow();
        await db.Set<Portal.Features.Identity.Sessions.Session>().Where(s => s.AccountId == account).ExecuteUpdateAsync(set => set.SetProperty(s => s.FactorAt, now));
        return actor;
    }
}
