using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.Findings.Feeds;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Findings;

/// <summary>Each feed with a sample that must raise and one that must not, and the way they share through the log.</summary>
[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class FindingFeedsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly FindingRows rows = new(portal);

    [Theory]
    [InlineData(5, 60, AuditAction.Search, 5)] // on the way to the next
    [InlineData(5, 60, AuditAction.Visit, 5)]
    [InlineData(4, 60, AuditAction.Search, 0)]
    [InlineData(5, 200, AuditAction.Search, 0)]
    [InlineData(9, 60, AuditAction.Read, 0)] // not in a row
    [InlineData(10, 50, AuditAction.Read, 10)] // nor this, and it is too many all the same
    public async Task Refusals_in_a_row_within_the_window_raise_one_finding_with_their_entries(int count, int secondsApart, AuditAction between, int entries)
    {
        var nurse = Of(Role.Nurse);
        for (var number = 0; number < count; number++)
        {
            await EntryAsync(nurse, AuditAction.Visit, AuditResource.Page, AuditOutcome.Denied);
            await EntryAsync(nurse, between, AuditResource.AuditLog, AuditOutcome.Allowed);
            portal.Clock.Advance(TimeSpan.FromSeconds(secondsApart));
        }

        await LookAsync();

        var found = await OfAsync(nurse, FindingKind.Refusals);
        found.Select(finding => finding.Entries.Count).ShouldBe(entries == 0 ? [] : [entries]);
    }

    [Theory]
    [InlineData(Role.Clinician, AuditAction.Export, AuditOutcome.Allowed, true)]
    [InlineData(Role.ComplianceOfficer, AuditAction.Export, AuditOutcome.Allowed, true)]
    [InlineData(Role.Clinician, AuditAction.Export, AuditOutcome.Denied, false)]
    [InlineData(Role.Clinician, AuditAction.Print, AuditOutcome.Allowed, false)]
    [InlineData(Role.Patient, AuditAction.Export, AuditOutcome.Allowed, false)]
    public async Task An_export_by_staff_raises_a_finding(Role role, AuditAction action, AuditOutcome outcome, bool isRaised)
    {
        var actor = Of(role);
        await EntryAsync(actor, action, AuditResource.AuditLog, outcome);

        await LookAsync();

        (await OfAsync(actor, FindingKind.Export)).Count.ShouldBe(isRaised ? 1 : 0);
    }

    [Theory]
    [InlineData(Role.Clinician, DayOfWeek.Wednesday, 2, true)]
    [InlineData(Role.Clinician, DayOfWeek.Wednesday, 11, false)]
    [InlineData(Role.Nurse, DayOfWeek.Wednesday, 2, false)]
    [InlineData(Role.BillingClerk, DayOfWeek.Saturday, 11, true)]
    [InlineData(Role.BillingClerk, DayOfWeek.Friday, 11, false)]
    public async Task A_record_opened_outside_the_hours_of_the_role_raises_a_finding(Role role, DayOfWeek day, int hour, bool isRaised)
    {
        var actor = Of(role);
        var today = portal.Clock.GetUtcNow().UtcDateTime.Date;
        portal.Clock.Advance(today.AddDays(7 + (((int)day - (int)today.DayOfWeek + 7) % 7)).AddHours(hour) - portal.Clock.GetUtcNow().UtcDateTime);
        await rows.EntryAsync(actor, PatientId.New());
        await rows.EntryAsync(actor, PatientId.New());

        await LookAsync();

        var found = await OfAsync(actor, FindingKind.OffHours);
        found.Select(finding => finding.Times).ShouldBe(isRaised ? [2] : []);
    }

    [Theory]
    [InlineData("Test Ullmann", "Ullmann", FindingKind.SameSurname, true)]
    [InlineData("Dr. Test von Ullmann-Berg, MD", "Berg", FindingKind.SameSurname, true)]
    [InlineData("Test Ullman", "Ullmann", FindingKind.SameSurname, false)] // a part of the surname
    [InlineData("Ullmann Test", "Ullmann", FindingKind.SameSurname, false)] // a given name
    public async Task A_record_of_a_patient_with_the_same_surname_raises_a_finding(string staff, string family, FindingKind kind, bool isRaised)
    {
        var actor = await StaffAsync(staff);
        await rows.EntryAsync(actor, await PatientAsync(family));

        await LookAsync();

        (await OfAsync(actor, kind)).Count.ShouldBe(isRaised ? 1 : 0);
    }

    [Fact]
    public async Task The_own_record_raises_a_finding_also_where_it_was_refused_and_comparing_is_an_entry()
    {
        var actor = await StaffAsync("Test Person");
        var (own, other) = (await PatientAsync("Quint", EmailOf(actor)), await PatientAsync("Quint", "somebody.else@people.example"));
        await EntryAsync(actor, AuditAction.Read, AuditResource.Patient, AuditOutcome.Denied, own);
        await rows.EntryAsync(actor, other);
        var before = await ComparedAsync();

        await LookAsync();

        (await OfAsync(actor, FindingKind.OwnRecord)).ShouldHaveSingleItem().Patient.ShouldBe(own);
        (await ComparedAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_list_that_names_a_patient_raises_nothing()
    {
        var actor = await StaffAsync("Test Listed");
        await EntryAsync(actor, AuditAction.Search, AuditResource.Patient, AuditOutcome.Allowed, await PatientAsync("Listed"));

        await LookAsync();

        (await OfAsync(actor, FindingKind.SameSurname)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_nodes_that_look_at_once_raise_everything_once_and_miss_nothing()
    {
        await using var second = await SecondPortal.OpenAsync(portal);
        var nodes = new[] { portal.Get<FindingFeeds>(), second.Get<FindingFeeds>() };
        var actors = Enumerable.Range(0, 30).Select(_ => Of(Role.Clinician)).ToList();
        foreach (var actor in actors)
        {
            await EntryAsync(actor, AuditAction.Export, AuditResource.Patient, AuditOutcome.Allowed);
            await Task.WhenAll(nodes.Select(node => node.LookAsync(default)));
        }

        await LookAsync();

        foreach (var actor in actors)
        {
            (await OfAsync(actor, FindingKind.Export)).ShouldHaveSingleItem().Times.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_look_that_fails_on_its_way_looks_at_the_same_entries_again()
    {
        var actor = Of(Role.Clinician);
        await LookAsync();
        await EntryAsync(actor, AuditAction.Export, AuditResource.Patient, AuditOutcome.Allowed);
        await portal.Database.AsSuperuserAsync("ALTER TABLE review.findings RENAME TO gone");
        try
        {
            await Should.ThrowAsync<Npgsql.PostgresException>(LookAsync);
        }
        finally
        {
            await portal.Database.AsSuperuserAsync("ALTER TABLE review.gone RENAME TO findings");
        }

        await LookAsync();

        (await OfAsync(actor, FindingKind.Export)).ShouldHaveSingleItem();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_place_that_was_moved_by_SQL_is_not_believed()
    {
        await LookAsync();
        var actor = Of(Role.Clinician);
        await EntryAsync(actor, AuditAction.Export, AuditResource.Patient, AuditOutcome.Allowed);
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE review.positions SET xact = 4000000000000");

        for (var turn = 0; turn < 500 && (await OfAsync(actor, FindingKind.Export)).Count == 0; turn++)
        {
            await portal.Get<FindingFeeds>().LookAsync(default);
            await Task.Delay(10);
        }

        (await OfAsync(actor, FindingKind.Export)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Entries_that_nobody_looks_at_are_a_finding()
    {
        await LookAsync();
        (await portal.Get<FindingFeeds>().TellBehindAsync(default)).ShouldBeFalse();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await EntryAsync(Of(Role.Nurse), AuditAction.Read, AuditResource.Patient, AuditOutcome.Allowed);
        (await portal.Get<FindingFeeds>().TellBehindAsync(default)).ShouldBeFalse(); // not late yet
        portal.Clock.Advance(FindingFeeds.Late + TimeSpan.FromSeconds(1));

        (await portal.Get<FindingFeeds>().TellBehindAsync(default)).ShouldBeTrue();
        (await portal.Get<FindingFeeds>().TellBehindAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Many_of_the_same_in_one_look_are_one_change_of_the_log()
    {
        await LookAsync();
        var actor = Of(Role.Clinician);
        for (var number = 0; number < 12; number++)
        {
            await EntryAsync(actor, AuditAction.Export, AuditResource.Patient, AuditOutcome.Allowed);
        }

        await EntryAsync(actor, AuditAction.Export, AuditResource.AuditLog, AuditOutcome.Allowed, ExportBook.Ended);
        await LookAsync();

        var found = (await OfAsync(actor, FindingKind.Export)).ShouldHaveSingleItem();
        (found.Times, found.Entries.Count).ShouldBe((12, 12)); // who deletes a file takes nothing along
        (await new Identity.People(portal).EntriesAsync(entry => entry.ResourceId == found.Id)).Count.ShouldBeLessThan(12);
    }

    private static Actor Of(Role role) => Patients.People.In(role);

    private static string EmailOf(Actor actor) => $"{actor.Account}@people.example";

    private async Task LookAsync()
    {
        // An entry is looked at once every older transaction of the server has ended, and other tests have theirs.
        for (var turn = 0; turn < 500; turn++)
        {
            await portal.Get<FindingFeeds>().LookAsync(default);
            if (await IsAllSeenAsync())
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("Entries were left that nobody looked at: what was not found then says nothing.");
    }

    private async Task<bool> IsAllSeenAsync()
    {
        await using var db = portal.Open();
        return await db.Set<FeedPosition>().AsNoTracking().SingleOrDefaultAsync() is { } place
            && await portal.Get<PortalDatabase>().Seals.CountAfterAsync(new LogPosition((ulong)place.Xact, place.Entry), 1, default) == 0;
    }

    private async Task<Actor> StaffAsync(string name)
    {
        var id = (await portal.Get<CreateAccount>().ForAsync(Identity.People.Job, new NewAccount($"{Guid.NewGuid():N}@people.example", name, Identity.People.Password, Role.Nurse, null), default))!.Value;
        await using var db = portal.Open();
        var account = await db.Set<Account>().SingleAsync(a => a.Id == id.Value);
        account.ProtectedEmail = new Protected<string>($"{id}@people.example", portal.Get<KeyRing>().Of(KeyUse.Accounts));
        await db.SaveChangesAsync();
        return Actor.Person(id, Role.Nurse, SessionId.New(), Origin.Local);
    }

    // Only what is compared: the tokens, as registration writes them.
    private async Task<PatientId> PatientAsync(string family, string? email = null)
    {
        var (id, indexes) = (PatientId.New(), portal.Get<PatientIndexes>());
        var tokens = indexes.NameTokens([new PersonName(family, "Given")]).Concat(email is null ? [] : [indexes.EmailToken(email)!]);
        await using var db = portal.Open();
        db.AddRange(tokens.Select(token => new NameToken { Token = token, PatientId = id }));
        await db.SaveChangesAsync();
        return id;
    }

    private Task EntryAsync(Actor actor, AuditAction action, AuditResource resource, AuditOutcome outcome, string reason)
    {
        var log = portal.Get<AuditLog>();
        return log.AppendAsync(log.NewEntry(actor, Purpose.Operations, action, resource, DataCategories.Audit, outcome) with { Reason = reason }, default);
    }

    private Task EntryAsync(Actor actor, AuditAction action, AuditResource resource, AuditOutcome outcome, params PatientId[] patients)
    {
        var log = portal.Get<AuditLog>();
        return log.AppendAsync(log.NewEntry(actor, Purpose.Operations, action, resource, DataCategories.Clinical, outcome) with { Patients = patients }, default);
    }

    private async Task<int> ComparedAsync() => (await new Identity.People(portal).EntriesAsync(e => e is { Job: "review", Reason: "surnames-compared" })).Count;

    private async Task<List<Finding>> OfAsync(Actor actor, FindingKind kind)
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().Where(f => f.Account == actor.Account && f.Kind == kind).ToListAsync();
    }
}
