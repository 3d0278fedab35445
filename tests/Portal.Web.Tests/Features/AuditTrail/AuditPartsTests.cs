using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Portal.Features.AuditTrail;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.AuditTrail;

public sealed class AuditPartsTests : PartsContext
{
    private static readonly DateTime Today = new(2026, 3, 3);

    private readonly AuditForm form = new();
    private int searches;

    [Fact]
    public void An_entry_says_who_did_what_to_whom_with_its_seconds_and_a_refusal_stands_out()
    {
        var refused = Entry() with { Outcome = AuditOutcome.Denied, Grant = Guid.NewGuid() };
        var table = Render<AuditTable>(p => p.Add(t => t.Items, [refused, Entry() with { Name = null, Person = null, Job = "import" }]).Add(t => t.Zone, TimeZoneInfo.Utc));

        var row = table.Find("tbody tr");
        row.ClassList.ShouldContain("refused");
        row.QuerySelector("a")!.GetAttribute("href").ShouldBe($"/audit/{refused.Id}");
        foreach (var word in new[] { "15:02:09", "Vera Exempel", "Nurse", "Opened a record", "Clinical", "Refused", "Treatment", "Glass broken", "10.1.2.3", "node-a" })
        {
            row.TextContent.ShouldContain(word);
        }

        table.FindAll("tbody tr")[1].TextContent.ShouldContain("System: import");
        table.FindAll("tbody .tag-bad").Count.ShouldBe(1);
    }

    [Fact]
    public void An_entry_that_was_changed_says_so() =>
        Render<AuditTable>(p => p.Add(t => t.Items, [Entry() with { IsAltered = true }]).Add(t => t.Zone, TimeZoneInfo.Utc)).Markup.ShouldContain("Changed since");

    [Theory]
    [InlineData(EntryProofState.NotSealed, "not sealed yet", true)]
    [InlineData(EntryProofState.Sealed, "number 3 of the 7", true)]
    [InlineData(EntryProofState.Proven, "signed Tue 3 Mar 2026, 15:03:00", false)]
    [InlineData(EntryProofState.Broken, "does not hold", true)]
    public void A_proof_says_in_words_how_far_it_reaches_and_can_be_asked_for_again_until_it_reaches_a_checkpoint(EntryProofState state, string words, bool isAskedAgain)
    {
        var at = new DateTimeOffset(2026, 3, 3, 15, 3, 0, TimeSpan.Zero);
        var block = state == EntryProofState.NotSealed ? null : new ProofBlock(Guid.NewGuid(), 12, 3, 7, at, "aa", "bb", ["cc"], "ab");
        var checkpoint = state == EntryProofState.Proven ? new ProofCheckpoint(13, "dd", at, "key", "ee", ["ff"], "fe") : null;
        var part = Render<AuditProof>(p => p.Add(t => t.Proof, new EntryProof(Guid.NewGuid(), state, "11", block, checkpoint)).Add(t => t.Zone, TimeZoneInfo.Utc));

        part.Find("#proof-state").TextContent.ShouldContain(words);
        part.Find("#proof-state").ClassList.Contains("note-bad").ShouldBe(state == EntryProofState.Broken);
        part.FindAll("#prove").Count.ShouldBe(isAskedAgain ? 1 : 0);
        part.Find("details").TextContent.ShouldContain("11");
        // All that is hashed and signed, to its last digit.
        string[] needed = state == EntryProofState.Proven ? ["2026-03-03 15:03:00.000000 UTC", "ab", "fe"] : [];
        needed.ShouldAllBe(text => part.Find("details").TextContent.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_of_an_entry_has_plain_words()
    {
        var texts = Services.GetRequiredService<IStringLocalizer<AuditTexts>>();
        var codes = Enum.GetNames<AuditAction>().Select(code => $"Action.{code}").Concat(Enum.GetNames<AuditResource>().Select(code => $"Resource.{code}"))
            .Concat(Enum.GetNames<AuditOutcome>().Select(code => $"Outcome.{code}")).Concat(Enum.GetNames<Purpose>().Select(code => $"Purpose.{code}"))
            .Concat(Enum.GetNames<DataCategories>().Except([nameof(DataCategories.None)]).Select(code => $"Data.{code}"));

        codes.Where(code => texts[code].ResourceNotFound).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(AuditAction.Search, AuditResource.Account, "own-notices", "Opened the own notices")]
    [InlineData(AuditAction.Update, AuditResource.Account, "own-notices-read", "Marked own notices as read")]
    [InlineData(AuditAction.Search, AuditResource.Account, "mail-outbox", "Looked through the mails that wait")]
    [InlineData(AuditAction.Read, AuditResource.AuditLog, "proof", "Looked at the proof of an entry")]
    [InlineData(AuditAction.Search, AuditResource.Account, null, "Listed accounts")]
    [Trait("Norm", "164.312(b)")]
    public void An_action_that_means_several_things_is_told_by_its_reason(AuditAction action, AuditResource resource, string? reason, string words)
    {
        var item = Entry() with { Action = action, Resource = resource, Reason = reason };
        Render<AuditTable>(p => p.Add(t => t.Items, [item]).Add(t => t.Zone, TimeZoneInfo.Utc)).Find("tbody td:nth-of-type(2)").TextContent.Trim().ShouldStartWith(words);
    }

    [Theory]
    [InlineData("wrong-password", "The password was wrong")]
    [InlineData("lacks-ReadAudit", "The role may not do this: read the log of who did what")]
    [InlineData("something-new", "Code: something-new")]
    public void A_refusal_says_why_in_words_and_an_unknown_reason_is_called_a_code(string reason, string words)
    {
        var item = Entry() with { Outcome = AuditOutcome.Denied, Reason = reason };
        Render<AuditFacts>(p => p.Add(t => t.Item, item).Add(t => t.Zone, TimeZoneInfo.Utc)).Markup.ShouldContain(words);
    }

    [Fact]
    public void Last_Tuesday_at_three_is_two_choices_and_Enter()
    {
        var filters = Filters();
        filters.Find("#audit-patient").Change("MRN-1");
        filters.FindAll(".audit-last button").Single(button => button.TextContent == "Tue 24, last Tuesday, 24 Feb").Click();
        filters.Find("#audit-hour").Change("15");
        filters.Find("form").Submit();

        (form.Number, form.From, form.To, searches).ShouldBe(("MRN-1", new DateTime(2026, 2, 24, 15, 0, 0), new DateTime(2026, 2, 24, 16, 0, 0), 1));
        filters.Find("#audit-from").GetAttribute("value").ShouldBe("2026-02-24T15:00:00");
    }

    [Fact]
    public void A_chosen_day_is_pressed_and_a_typed_time_presses_none()
    {
        var filters = Filters();
        filters.FindAll(".audit-days button")[0].Click();
        Pressed(filters).ShouldBe(["Today"]);

        filters.Find("#audit-from").Change("2026-03-03T08:15:00"); // the browser's script adds the seconds to what is typed
        form.From.ShouldBe(new DateTime(2026, 3, 3, 8, 15, 0));
        Pressed(filters).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_several_people_have_is_chosen_from_a_list()
    {
        var nurse = new StaffItem(AccountId.New(), "Vera Exempel", Role.Nurse);
        form.Choices = [nurse];
        var filters = Filters();
        filters.Find(".audit-people button").Click();

        (form.Person, form.PersonName).ShouldBe((nurse.Id, nurse.Name));
    }

    [Fact]
    public void What_is_chosen_can_be_taken_out_again()
    {
        form.Patient = PatientId.New();
        var filters = Filters();
        filters.Find(".picked button").Click();

        form.Patient.ShouldBeNull();
    }

    private static IEnumerable<string> Pressed(IRenderedComponent<AuditFilters> filters) =>
        filters.FindAll(".audit-days button[aria-pressed=true]").Select(button => button.TextContent);

    private IRenderedComponent<AuditFilters> Filters() => Render<AuditFilters>(p => p
        .Add(f => f.Form, form).Add(f => f.Zone, TimeZoneInfo.Utc).Add(f => f.Today, Today).Add(f => f.MayName, true)
        .Add(f => f.Search, () => { searches++; }).Add(f => f.Clear, () => { }));

    private static AuditItem Entry() => new(
        EntryId.New(new DateTimeOffset(2026, 2, 24, 15, 2, 9, TimeSpan.Zero)), new DateTimeOffset(2026, 2, 24, 15, 2, 9, TimeSpan.Zero), Role.Nurse, AccountId.New(), "Vera Exempel", null,
        SessionId.New(), AuditAction.Read, AuditResource.Patient, null, DataCategories.Identity | DataCategories.Clinical, [PatientId.New()], Purpose.Treatment, null, null,
        AuditOutcome.Allowed, "10.1.2.3", "A browser", "node-a", IsAltered: false);
}
