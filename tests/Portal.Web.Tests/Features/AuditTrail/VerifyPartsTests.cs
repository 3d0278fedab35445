using Bunit;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Outside;
using Portal.Kernel.Audit;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.AuditTrail;

public sealed class VerifyPartsTests : PartsContext
{
    [Fact]
    public void A_pace_says_how_fast_and_how_long_and_takes_nothing_back()
    {
        var clock = new ManualTime();
        var pace = new VerifyPace(clock);
        pace.Report(new VerifyProgress(0, 1_000));
        (pace.Rate, pace.Left).ShouldBe((null, null));
        clock.Advance(TimeSpan.FromSeconds(2));
        pace.Report(new VerifyProgress(250, 1_000));
        pace.Report(new VerifyProgress(100, 1_000));

        (pace.SoFar!.Done, pace.Rate, pace.Left).ShouldBe((250, 125d, TimeSpan.FromSeconds(6)));
        var going = Render<VerifyGoing>(p => p.Add(g => g.Pace, pace));
        going.Find("progress").GetAttribute("value").ShouldBe("250");
        going.Find("#verify-pace").TextContent.ShouldContain("250 of 1,000");
        going.Find("#verify-pace").TextContent.ShouldContain("6 seconds left");
    }

    [Fact]
    public void Places_outside_say_what_is_off_what_is_behind_and_why()
    {
        var now = new DateTimeOffset(2026, 3, 3, 15, 0, 0, TimeSpan.Zero);
        var none = new OutsideCopy(OutsideKind.CheckpointFile, null, null, null, null, null);
        var late = new OutsideCopy(OutsideKind.CheckpointBucket, "s3.example", now.AddHours(-3), now.AddHours(-3), now.AddHours(-3), "answered-403");
        var well = new OutsideCopy(OutsideKind.FeedSyslog, "siem.example", now, now, now.AddSeconds(-4), null);
        var retention = new LogRetention(6, new DateTimeOffset(2019, 12, 1, 0, 0, 0, TimeSpan.Zero), 2, now, new DateTimeOffset(2019, 11, 1, 0, 0, 0, TimeSpan.Zero), now.AddDays(-9));
        var part = Render<OutsidePart>(p => p.Add(o => o.Copies, new OutsideCopies(now, [none, late, well], retention)).Add(o => o.Zone, TimeZoneInfo.Utc));

        var rows = part.FindAll("#outside-copies tbody tr").Select(row => row.TextContent).ToList();
        rows[0].ShouldContain("Not set");
        rows[1].ShouldContain("Behind by 3 h");
        rows[1].ShouldContain("It answered with 403.");
        rows[2].ShouldContain("Up to date");
        part.FindAll("tr.refused").Count.ShouldBe(1);
        part.FindAll(".note-bad").ShouldBeEmpty();
        part.Find("#retention").TextContent.ShouldContain("machine’s clock: 2.");

        var nothing = Render<OutsidePart>(p => p.Add(o => o.Copies, new OutsideCopies(now, [none, well], retention)).Add(o => o.Zone, TimeZoneInfo.Utc));
        nothing.FindAll(".note-bad").Count.ShouldBe(1);
    }

    [Fact]
    public void A_place_whose_notes_the_portal_did_not_write_is_not_said_to_be_well()
    {
        var now = new DateTimeOffset(2026, 3, 3, 15, 0, 0, TimeSpan.Zero);
        var altered = new OutsideCopy(OutsideKind.CheckpointFile, "checkpoints.ndjson", now, now, null, null) { IsAltered = true };
        var behind = new OutsideCopy(OutsideKind.CheckpointBucket, "s3.example", now, now, now.AddSeconds(-9), "slow");
        var part = Render<OutsidePart>(p => p.Add(o => o.Copies, new OutsideCopies(now, [altered, behind], new LogRetention(6, null, 0, null, null, null))).Add(o => o.Zone, TimeZoneInfo.Utc));

        var rows = part.FindAll("#outside-copies tbody tr");
        rows[0].TextContent.ShouldContain("Cannot be believed");
        rows[0].TextContent.ShouldNotContain("Up to date");
        rows[0].ClassName.ShouldBe("refused");
        rows[1].TextContent.ShouldContain("catching up");
        rows[1].TextContent.ShouldNotContain("failed");
    }

    [Fact]
    public void A_part_without_entries_neither_holds_nor_is_broken()
    {
        var part = Render<VerifyOutcome>(p => p.Add(o => o.Outcome, new AuditVerification(0, 0, Ok: false, null, "nothing", 0.1)).Add(o => o.Scope, VerifyScope.Positions));

        part.Find("h2").TextContent.Trim().ShouldBe("There is nothing in that part");
        part.FindAll(".verdict-good, .verdict-bad, .verify-steps").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("deleted")]
    [InlineData("inserted")]
    [InlineData("reordered")]
    [InlineData("tail cut")]
    [InlineData("checkpoint replaced")]
    public void A_break_says_its_kind_its_place_and_what_to_do(string kind)
    {
        var id = Guid.NewGuid();
        var part = Render<VerifyOutcome>(p => p.Add(o => o.Outcome, new AuditVerification(900, 0, Ok: false, id, kind, 1.5) { Where = "block 12, entry 7", Position = 1_207 }));

        part.Find("#break-kind").TextContent.Trim().ShouldNotStartWith(kind, Case.Sensitive); // in plain words, not the code
        part.Find("#break-where").TextContent.ShouldContain("Position 1,207");
        part.Find("#break-where").TextContent.ShouldContain(id.ToString());
        part.FindAll("#break-where a").Count.ShouldBe(kind == "deleted" ? 0 : 1);
        part.FindAll(".verify-steps li").Count.ShouldBe(4);
    }

    [Fact]
    public void Past_ones_say_who_what_and_how_they_ended()
    {
        var at = new DateTimeOffset(2026, 3, 3, 15, 0, 0, TimeSpan.Zero);
        PastVerification[] past =
        [
            new(at, Guid.NewGuid(), "Vera Exempel", VerifyScope.Range, "2026-03-01T00:00:00Z/", 1_200, null, null, 2.5),
            new(at, null, null, VerifyScope.All, null, 9, "tail cut", "block 3", 0.1),
        ];

        var rows = Render<VerifyPast>(p => p.Add(t => t.Past, past).Add(t => t.Zone, TimeZoneInfo.Utc)).FindAll("tbody tr");

        foreach (var word in new[] { "Vera Exempel", "A range of time", "Sun 1 Mar 2026, 00:00 to then", "Holds", "1,200", "2.5" })
        {
            rows[0].TextContent.ShouldContain(word);
        }

        foreach (var word in new[] { "At the server", "The whole log", "Tail cut off", "block 3" })
        {
            rows[1].TextContent.ShouldContain(word);
        }
    }

    [Fact]
    public void A_choice_shows_its_fields_and_an_id_that_is_none_is_not_asked_for()
    {
        var form = new VerifyForm();
        var part = Render<VerifyChoice>(p => p.Add(c => c.Form, form).Add(c => c.Zone, TimeZoneInfo.Utc));
        part.FindAll("input[type=datetime-local], input[type=number]").ShouldBeEmpty();
        part.Find("input[value=Positions]").Change(true);
        part.Find("#verify-first").Change("5");
        part.Find("#verify-last").Change("7");

        form.Request(TimeZoneInfo.Utc).ShouldBe(new VerifyRequest(VerifyScope.Positions) { First = 5, Last = 7 });
        form.Scope = VerifyScope.Entry;
        form.Entry = "x";
        form.Request(TimeZoneInfo.Utc).ShouldBeNull();
    }
}
