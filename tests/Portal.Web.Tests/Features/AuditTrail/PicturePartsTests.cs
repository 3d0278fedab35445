using Bunit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Features.AuditTrail.Pictures;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.AuditTrail;

public sealed class PicturePartsTests : PartsContext
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public PicturePartsTests() => Services.AddSingleton(new AuditKept(new EphemeralDataProtectionProvider()));

    [Fact]
    public void Over_time_each_bar_and_each_number_leads_to_the_entries_it_counts()
    {
        AccessCount[] days = [new(Monday, Monday.AddDays(1), 900, 3, 0), new(Monday.AddDays(1), Monday.AddDays(2), 1_100, 0, 0)];
        var part = Render<TimePicture>(p => p.Add(t => t.Counts, new AccessCounts(days, Times(2), null)).Add(t => t.Query, new AuditQuery { IsBreakGlass = true }).Add(t => t.Zone, TimeZoneInfo.Utc));

        part.FindAll("svg.picture-bars").Count.ShouldBe(2); // nothing failed: no strip for it
        var refused = part.Find(".picture-bar-denied");
        refused.QuerySelector("title")!.TextContent.ShouldBe("Mon 2 Mar 2026, Refused: 3");
        refused.ParentElement!.GetAttribute("href").ShouldBe("/audit?outcome=Denied&glass=1&from=2026-03-02T00%3A00%3A00.000000Z&to=2026-03-03T00%3A00%3A00.000000Z");
        var rows = part.FindAll("details tbody tr");
        rows.Count.ShouldBe(2);
        rows[1].TextContent.ShouldContain("903"); // the newest first
        rows[1].QuerySelectorAll("a").Length.ShouldBe(3);
    }

    [Fact]
    public void A_week_says_by_shape_and_in_words_where_it_differs()
    {
        var cells = Enumerable.Range(0, 168).Select(cell => new HourCell((DayOfWeek)(((cell / 24) + 1) % 7), cell % 24, 0, 0, null)).ToArray();
        cells[27] = cells[27] with { Count = 8, Last = Monday.AddDays(1).AddHours(3.5) };
        cells[34] = cells[34] with { Usual = 6 };
        var person = AccountId.New();
        var part = Render<HoursPicture>(p => p.Add(t => t.Hours, new HoursCompared(Role.Nurse, 12, cells, Times(30), "Vera Exempel")).Add(t => t.Query, new AuditQuery { Person = person }).Add(t => t.Zone, TimeZoneInfo.Utc));

        part.FindAll("svg.picture-week").Count.ShouldBe(2);
        part.FindAll(".heat").Count.ShouldBe(336);
        part.FindAll(".heat-mark").Count.ShouldBe(2);
        part.Find("svg a").GetAttribute("href").ShouldBe($"/audit?person={person}&from=2026-03-03T03%3A00%3A00.000000Z&to=2026-03-03T04%3A00%3A00.000000Z");
        part.FindAll("details tbody tr").Select(row => row.TextContent).ShouldSatisfyAllConditions(
            rows => rows.Count().ShouldBe(2), rows => rows.First().ShouldContain("far more than usual"), rows => rows.Last().ShouldContain("far less than usual"));
        part.Markup.ShouldContain("Vera Exempel");
    }

    [Fact]
    public void Readers_and_refusals_are_tables_with_bars_and_a_network_is_not_in_the_address()
    {
        var (who, patient) = (AccountId.New(), PatientId.New());
        RankedPerson[] people = [new(who, "Vera Exempel", null, Role.Nurse, 9, 2, 1, Monday), new(AccountId.New(), null, null, Role.Patient, 3, 0, 0, Monday), new(null, null, "import", Role.System, 1, 0, 0, Monday)];
        var readers = Render<ReadersPicture>(p => p.Add(t => t.Readers, new ReadersRanked(people, IsMore: true, Times(30))).Add(t => t.Query, new AuditQuery { Patient = patient }).Add(t => t.Zone, TimeZoneInfo.Utc));
        readers.FindAll("tbody tr").Count.ShouldBe(3);
        readers.Find("tbody a").GetAttribute("href")!.ShouldContain($"person={who}");
        readers.FindAll(".picture-rank-bar rect")[1].GetAttribute("width").ShouldBe("33.3");
        readers.Markup.ShouldContain("System: import");

        var refusals = Render<RefusalsPicture>(p => p.Add(t => t.Refusals, new RefusalsRanked(people, [new("10.1.2.0/24", 5, Monday), new(null, 1, Monday)], Times(30), null)).Add(t => t.Query, new AuditQuery()).Add(t => t.Zone, TimeZoneInfo.Utc));
        refusals.FindAll("table").Count.ShouldBe(2);
        var network = refusals.FindAll("table")[1].QuerySelector("a")!;
        network.TextContent.ShouldBe("10.1.2.0/24");
        network.GetAttribute("href")!.ShouldNotContain("10.1.2");
        network.GetAttribute("href")!.ShouldContain("kept=");
    }

    [Fact]
    public void The_legend_of_a_week_has_an_entry_for_each_shade_that_is_shown_halves_too()
    {
        var cells = Enumerable.Range(0, 168).Select(cell => new HourCell((DayOfWeek)(((cell / 24) + 1) % 7), cell % 24, 0, 0, null)).ToArray();
        (cells[9], cells[10]) = (cells[9] with { Usual = 0.5 }, cells[10] with { Usual = 2.5 });
        var part = Render<HoursPicture>(p => p.Add(t => t.Hours, new HoursCompared(Role.Nurse, 12, cells, Times(30), null)).Add(t => t.Query, new AuditQuery { Person = AccountId.New() }).Add(t => t.Zone, TimeZoneInfo.Utc));

        part.FindAll(".picture-legend li:has(.heat-box)").Select(step => step.TextContent.Trim()).ShouldBe(["0", "0.5", "2.5"]);
    }

    [Fact]
    public void A_number_of_a_reader_leads_to_no_more_than_it_counts()
    {
        var (who, patient) = (AccountId.New(), PatientId.New());
        RankedPerson[] people = [new(who, "Vera Exempel", null, Role.Nurse, 9, 2, 1, Monday)];
        string Link(AuditQuery query) => Render<ReadersPicture>(p => p.Add(t => t.Readers, new ReadersRanked(people, IsMore: false, Times(30))).Add(t => t.Query, query).Add(t => t.Zone, TimeZoneInfo.Utc))
            .Find("tbody a").GetAttribute("href")!;

        Link(new AuditQuery { Patient = patient }).ShouldContain("outcome=Allowed");
        Link(new AuditQuery { Patient = patient, Outcome = AuditOutcome.Denied }).ShouldContain("outcome=Denied");
        var narrowed = new AuditQuery { Patient = patient, Address = "10.1.2.3", Node = "node-a" };
        var found = new Uri("https://portal.example" + Link(narrowed));
        var asked = Services.GetRequiredService<AuditKept>().Into(AuditAddress.Read(found), AuditAddress.KeptOf(found));
        (asked.Address, asked.Node).ShouldBe((narrowed.Address, narrowed.Node));
    }

    [Fact]
    public void Nothing_says_so()
    {
        Render<TimePicture>(p => p.Add(t => t.Counts, new AccessCounts([new(Monday, Monday.AddDays(1), 0, 0, 0)], Times(1), null)).Add(t => t.Query, new AuditQuery()).Add(t => t.Zone, TimeZoneInfo.Utc)).FindAll(".empty").Count.ShouldBe(1);
        Render<HoursPicture>(p => p.Add(t => t.Hours, new HoursCompared(null, 0, [], Times(1), null)).Add(t => t.Query, new AuditQuery()).Add(t => t.Zone, TimeZoneInfo.Utc)).FindAll(".empty").Count.ShouldBe(1);
        Render<ReadersPicture>(p => p.Add(t => t.Readers, new ReadersRanked([], IsMore: false, Times(1))).Add(t => t.Query, new AuditQuery()).Add(t => t.Zone, TimeZoneInfo.Utc)).FindAll(".empty").Count.ShouldBe(1);
        Render<RefusalsPicture>(p => p.Add(t => t.Refusals, new RefusalsRanked([], [], Times(1), null)).Add(t => t.Query, new AuditQuery()).Add(t => t.Zone, TimeZoneInfo.Utc)).FindAll(".empty").Count.ShouldBe(1);
    }

    private static PictureTimes Times(int days) => new(Monday, Monday.AddDays(days), IsShortened: false);
}
