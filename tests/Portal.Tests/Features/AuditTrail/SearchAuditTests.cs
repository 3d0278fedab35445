using System.Net;
using FluentValidation;
using Portal.Data;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail;

public sealed class SearchAuditTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Actor officer = People.In(Role.ComplianceOfficer);

    private static List<(string Name, AuditQuery Query, Func<AuditEntry, bool> Fits)> Filters =>
    [
        ("patient", new() { Patient = AuditEntries.Patients[0] }, e => e.Patients.Contains(AuditEntries.Patients[0])),
        ("person", new() { Person = AuditEntries.Staff[1] }, e => e.Account == AuditEntries.Staff[1]),
        ("session", new() { Session = AuditEntries.Sessions[2] }, e => e.Session == AuditEntries.Sessions[2]),
        ("role", new() { Role = Role.Nurse }, e => e.Role == Role.Nurse),
        ("action", new() { Action = AuditAction.Export }, e => e.Action == AuditAction.Export),
        ("data", new() { Data = DataCategories.Clinical | DataCategories.Billing }, e => (e.Categories & (DataCategories.Clinical | DataCategories.Billing)) != 0),
        ("outcome", new() { Outcome = AuditOutcome.Denied }, e => e.Outcome == AuditOutcome.Denied),
        ("purpose", new() { Purpose = Purpose.Payment }, e => e.Purpose == Purpose.Payment),
        ("break-glass", new() { IsBreakGlass = true }, e => e.Grant is not null),
        ("address", new() { Address = "10.1.0.2" }, e => e.Ip!.Equals(IPAddress.Parse("10.1.0.2"))),
        ("range", new() { Address = "10.1.0.0/16" }, e => e.Ip!.ToString().StartsWith("10.1.")),
        ("IPv6", new() { Address = "2001:db8::/32" }, e => e.Ip!.ToString().StartsWith("2001:db8:")),
        ("node", new() { Node = "node-b" }, e => e.Node == "node-b"),
        (
            "patient and person and outcome", new() { Patient = AuditEntries.Patients[1], Person = AuditEntries.Staff[0], Outcome = AuditOutcome.Allowed },
            e => e.Patients.Contains(AuditEntries.Patients[1]) && e.Account == AuditEntries.Staff[0] && e.Outcome == AuditOutcome.Allowed),
        (
            "role and data and range and node", new() { Role = Role.Clinician, Data = DataCategories.Identity, Address = "10.0.0.0/8", Node = "node-a", Purpose = Purpose.Treatment },
            e => e.Role == Role.Clinician && e.Categories.HasFlag(DataCategories.Identity) && e.Ip!.ToString().StartsWith("10.") && e.Node == "node-a" && e.Purpose == Purpose.Treatment),
    ];

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Each_filter_alone_and_together_finds_what_a_comparison_of_all_entries_finds()
    {
        var entries = await SomeAsync(240);
        foreach (var (name, query, fits) in Filters)
        {
            var expected = entries.All.Where(fits).OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id.Value).Select(entry => entry.Id);
            (await AllAsync(query with { From = entries.All[0].At, To = portal.Clock.GetUtcNow() })).Select(item => item.Id).ShouldBe(expected, name);
        }
    }

    [Fact]
    public async Task A_time_range_takes_its_beginning_and_leaves_out_its_end()
    {
        var entries = await SomeAsync(20);
        var (from, to) = (entries.All[5].At, entries.All[15].At);

        (await AllAsync(new() { From = from, To = to })).Select(item => item.Id).ShouldBe(entries.All[5..15].Select(entry => entry.Id).Reverse());
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_double_while_entries_are_added()
    {
        var entries = await SomeAsync(130);
        var expected = entries.All.Select(entry => entry.Id).Reverse().ToList();
        var query = new AuditQuery { From = entries.All[0].At };

        var found = await portal.Get<SearchAudit>().ForAsync(officer, query, default);
        var all = found.Items.ToList();
        while (found.Next is not null)
        {
            await entries.AddAsync(10, TimeSpan.FromSeconds(1));
            found = await portal.Get<SearchAudit>().ForAsync(officer, query with { To = found.To, Cursor = found.Next }, default);
            all.AddRange(found.Items);
        }

        all.Select(item => item.Id).ShouldBe(expected);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_search_is_an_entry_that_names_the_patient_and_the_person_and_does_not_find_itself()
    {
        var patient = PatientId.New();
        var query = new AuditQuery { Patient = patient, Person = AuditEntries.Staff[0] };
        (await portal.Get<SearchAudit>().ForAsync(officer, query with { To = portal.Clock.GetUtcNow().AddDays(1) }, default)).Items.ShouldBeEmpty();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var entry = (await portal.Get<SearchAudit>().ForAsync(officer, new() { Patient = patient }, default)).Items.ShouldHaveSingleItem();

        (entry.Action, entry.Resource, entry.Outcome, entry.Person).ShouldBe((AuditAction.Search, AuditResource.AuditLog, AuditOutcome.Allowed, officer.Account));
        (entry.Data, entry.ResourceId).ShouldBe((DataCategories.Audit, AuditEntries.Staff[0].Value));
        entry.Patients.ShouldBe([patient]);
        entry.IsAltered.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Nurse)]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_may_not_read_the_log_is_refused_and_the_try_is_an_entry(Role role)
    {
        var actor = People.In(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<SearchAudit>().ForAsync(actor, new() { Cursor = "x" }, default)); // however badly it asks
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var tries = await portal.Get<SearchAudit>().ForAsync(officer, new() { Person = actor.Account, Action = AuditAction.Search }, default);
        tries.Items.ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_search_without_patient_person_session_or_time_looks_at_the_last_seven_days_and_says_so()
    {
        var entries = await SomeAsync(1);
        portal.Clock.Advance(TimeSpan.FromDays(8));
        await entries.AddAsync(1, TimeSpan.FromSeconds(1));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var week = await portal.Get<SearchAudit>().ForAsync(officer, new() { Node = entries.All[1].Node, Role = entries.All[1].Role }, default);
        var ever = await portal.Get<SearchAudit>().ForAsync(officer, new() { Person = entries.All[0].Account }, default);

        var session = await portal.Get<SearchAudit>().ForAsync(officer, new() { Session = entries.All[0].Session }, default);
        session.Items.ShouldContain(item => item.Id == entries.All[0].Id);
        (week.IsNarrowed, week.To - week.From, ever.IsNarrowed).ShouldBe((true, SearchAudit.Usual, false));
        week.Items.Select(item => item.Id).ShouldBe([entries.All[1].Id]);
        ever.Items.ShouldContain(item => item.Id == entries.All[0].Id);
    }

    [Fact]
    public async Task A_rare_thing_in_a_long_time_stops_says_how_far_it_came_and_goes_on_from_there()
    {
        var entries = await SomeAsync(1);
        portal.Clock.Advance(TimeSpan.FromDays(20));
        await entries.AddAsync(1, TimeSpan.FromSeconds(1));
        var impatient = new AuditScan(portal.Get<PortalDatabase>(), portal.Clock) { Patience = TimeSpan.FromTicks(-1) };
        var filter = new AuditFilter { Network = new IPNetwork(IPAddress.Parse("10.0.0.0"), 8) };
        var (from, place, found, steps) = (entries.All[0].At, (TimeCursor?)new TimeCursor(portal.Clock.GetUtcNow().AddSeconds(1), Guid.Empty), new List<SignedEntry>(), 0);

        for (; place is { } before; steps++)
        {
            var part = await impatient.FindAsync(filter, from, before, 51, default);
            found.AddRange(part.Rows);
            place = part.Reached;
        }

        steps.ShouldBe(21);
        found.Select(row => row.Entry.Id).ShouldBe(entries.All.Where(entry => entry.Ip!.ToString().StartsWith("10.")).Select(entry => entry.Id).Reverse());
    }

    [Fact]
    public async Task A_window_that_takes_too_long_is_given_up_and_the_search_says_how_far_it_came()
    {
        await SomeAsync(1);
        var now = portal.Clock.GetUtcNow().AddSeconds(1);
        var late = new AuditScan(portal.Get<PortalDatabase>(), portal.Clock) { Patience = TimeSpan.FromHours(1), Longest = TimeSpan.Zero };

        var (_, reached) = await late.FindAsync(new AuditFilter { Node = "nobody's" }, now.AddDays(-10), new TimeCursor(now, Guid.Empty), 51, default);

        reached!.Value.At.ShouldBe(now.AddDays(-1));
    }

    [Fact]
    public async Task A_colleague_is_named_to_who_may_see_accounts_and_to_nobody_else()
    {
        var account = await portal.Get<Portal.Features.Identity.CreateAccount>().ForAsync(
            Actor.System("test"), new($"{Guid.NewGuid():N}@people.example", "Vera Exempel", "seven quiet harbours wait", Role.Nurse), default) ?? throw new InvalidOperationException();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<SearchAudit>().ForAsync(Actor.Person(account, Role.Nurse, SessionId.New(), Origin.Local), new(), default));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var seen = await portal.Get<SearchAudit>().ForAsync(officer, new() { Person = account }, default);
        var hidden = await portal.Get<SearchAudit>().ForAsync(People.In(Role.Auditor), new() { Person = account }, default);

        (seen.Person, seen.Items[0].Name).ShouldBe(("Vera Exempel", "Vera Exempel"));
        (hidden.Person, hidden.Items[^1].Name).ShouldBe((null, null));
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        var now = portal.Clock.GetUtcNow();
        AuditQuery[] wrong =
        [
            new() { Address = "ward 3" }, new() { Address = "10.1.2.3/99" }, new() { Node = new string('n', 65) }, new() { From = now, To = now }, new() { Cursor = "x" },
            new() { Role = (Role)77 }, new() { Action = (AuditAction)999 }, new() { Outcome = (AuditOutcome)9 }, new() { Data = (DataCategories)(1 << 20) },
            new() { From = new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero) }, new() { To = DateTimeOffset.MaxValue },
        ];
        foreach (var query in wrong)
        {
            await Should.ThrowAsync<ValidationException>(() => portal.Get<SearchAudit>().ForAsync(officer, query, default));
        }
    }

    private async Task<AuditEntries> SomeAsync(int count)
    {
        portal.Clock.Advance(TimeSpan.FromDays(1));
        var entries = new AuditEntries(portal);
        await entries.AddAsync(count, TimeSpan.FromMinutes(7));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        return entries;
    }

    private async Task<List<AuditItem>> AllAsync(AuditQuery query)
    {
        var found = await portal.Get<SearchAudit>().ForAsync(officer, query, default);
        var all = found.Items.ToList();
        while (found.Next is not null)
        {
            found = await portal.Get<SearchAudit>().ForAsync(officer, query with { Cursor = found.Next }, default);
            all.AddRange(found.Items);
        }

        return all;
    }
}
