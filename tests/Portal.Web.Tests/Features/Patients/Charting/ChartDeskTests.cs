using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Portal.Features.Identity;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests;
using Portal.Tests.Features.Identity;
using Portal.Web.Features.Patients.Charting;

namespace Portal.Web.Tests.Features.Patients.Charting;

/// <summary>What becomes of text that was kept when a session ended. A desk is one open page of the record; each one made anew stands for coming back.</summary>
public sealed class ChartDeskTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Work = "Half a day's work";

    private readonly People people = new(portal);

    [Fact]
    public async Task A_new_form_of_the_same_kind_saved_or_cancelled_leaves_what_was_kept_and_it_is_offered_again()
    {
        var (user, patient) = await InCareAsync();
        await TypeAsync(await OpenAsync(user, patient), Work);

        var desk = await OpenAsync(user, patient);
        TextsOf(desk).ShouldBe([Work]);
        await TypeAsync(desk, "Something else");
        await desk.DiscardAsync();
        TextsOf(desk).ShouldBe([Work]);
        await TypeAsync(desk, "Something else again");
        (await desk.SaveAsync(desk.Open!, 0, inError: false, default)).IsSaved.ShouldBeTrue();
        TextsOf(desk).ShouldBe([Work]);
        TextsOf(await OpenAsync(user, patient)).ShouldBe([Work]);
    }

    [Fact]
    public async Task Gone_on_with_and_saved_it_is_offered_no_more()
    {
        var (user, patient) = await InCareAsync();
        await TypeAsync(await OpenAsync(user, patient), Work);

        var desk = await OpenAsync(user, patient);
        desk.Resume(desk.Offered(EntryKind.Note)[0]);
        TextOf(desk).ShouldBe(Work);
        await ChangeAsync(desk, Work + ", finished");
        (await desk.SaveAsync(desk.Open!, 0, inError: false, default)).IsSaved.ShouldBeTrue();
        TextsOf(desk).ShouldBeEmpty();
        TextsOf(await OpenAsync(user, patient)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_windows_that_go_on_with_it_lose_nothing_to_each_other()
    {
        var (user, patient) = await InCareAsync();
        await TypeAsync(await OpenAsync(user, patient), Work);

        var (one, other) = (await OpenAsync(user, patient), await OpenAsync(user, patient));
        one.Resume(one.Offered(EntryKind.Note)[0]);
        other.Resume(other.Offered(EntryKind.Note)[0]);
        await ChangeAsync(one, "Here");
        await ChangeAsync(other, "There");
        TextsOf(await OpenAsync(user, patient)).ShouldBe(["Here", "There"], ignoreOrder: true);
        await other.DiscardAsync();
        TextsOf(await OpenAsync(user, patient)).ShouldBe(["Here"]);
    }

    [Fact]
    public async Task Discarding_what_is_offered_takes_that_one_alone()
    {
        var (user, patient) = await InCareAsync();
        await TypeAsync(await OpenAsync(user, patient), Work);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await TypeAsync(await OpenAsync(user, patient), "Later");

        var desk = await OpenAsync(user, patient);
        TextsOf(desk).ShouldBe(["Later", Work], "the latest first");
        await desk.DiscardAsync(desk.Offered(EntryKind.Note)[0]);
        TextsOf(await OpenAsync(user, patient)).ShouldBe([Work]);
    }

    private static Task TypeAsync(ChartDesk desk, string text)
    {
        desk.Add(EntryKind.Note, default);
        return ChangeAsync(desk, text);
    }

    private static Task ChangeAsync(ChartDesk desk, string text)
    {
        ((NoteDraft)desk.Open!.Draft!).Text = text;
        return desk.KeepAsync(desk.Open, desk.Open.Draft);
    }

    private static string TextOf(ChartDesk desk) => ((NoteDraft)desk.Open!.Draft!).Text;

    private static IEnumerable<string> TextsOf(ChartDesk desk) => desk.Offered(EntryKind.Note).Select(draft => draft.Fields["Text"]);

    private async Task<(ClaimsPrincipal User, PatientId Patient)> InCareAsync()
    {
        var person = await people.NewAsync();
        var patient = await SamplePatients.AddAsync(portal, person.Id);
        return (await SignedInUser.OfAsync(portal.Get<FindSession>(), await people.SignInAsync(person)), patient);
    }

    private async Task<ChartDesk> OpenAsync(ClaimsPrincipal user, PatientId patient)
    {
        var actors = SignedInUser.Actors(user, portal.Get<FindSession>());
        var shelf = new DraftShelf(portal.Get<FindDrafts>(), portal.Get<KeepDraft>(), portal.Get<DropDraft>(), actors, NullLogger<DraftShelf>.Instance);
        var desk = new ChartDesk(
            portal.Get<AddNote>(), portal.Get<AddObservation>(), portal.Get<AddPrescription>(), portal.Get<AddAllergy>(), portal.Get<AddCondition>(),
            portal.Get<CorrectEntry>(), portal.Get<OpenEntryHistory>(), shelf, actors, Substitute.For<NavigationManager>(), portal.Clock, NullLogger<ChartDesk>.Instance);
        await desk.BeginAsync(patient, Role.Clinician, TimeZoneInfo.Utc, () => Task.CompletedTask, (_, _) => null, default);
        return desk;
    }
}
